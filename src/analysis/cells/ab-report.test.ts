import { expect, test } from 'vitest'
import { abReport, abReportColumns } from './ab-report.ts'

test('has the suite’s columns in its order, filled as far as a client knows', () => {
  const row = {
    status: 'measured',
    model: 'mnist',
    'axis.load.concurrency': 10,
    'server.batch_size': 4,
    'server.max_batch_delay_ms': 20,
    'server.workers': 2,
    sent: 1000,
    failed: 5,
    error_rate: 0.005,
    requests_per_s: 312.5,
    e2e_p50_ms: 4.25,
  }
  const [report, ...others] = abReport([row, { ...row, status: 'failed' }])
  expect(others).toEqual([])
  expect(Object.keys(report!)).toEqual(abReportColumns.map(([name]) => name))
  expect(Object.keys(report!)).toHaveLength(30)
  expect(report).toMatchObject({
    'Batch size': 4,
    'Batch delay': 20,
    Workers: 2,
    Model: 'mnist',
    Concurrency: 10,
    Requests: 1000,
    'TS failed requests': 5,
    'TS throughput': 312.5,
    'TS latency P50': 4.25,
    'TS latency P99': null,
    'TS error rate': 0.5,
    predict_mean: null,
  })
})
