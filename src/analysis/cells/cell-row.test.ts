import { expect, test } from 'vitest'
import { streamedOpenLoop } from '../../report/fixtures/summaries.ts'
import { type CellRun, cellFigures, cellRow } from './cell-row.ts'

const run: CellRun = {
  index: 3,
  cell: 'concurrency=8',
  axes: { 'load.concurrency': 8 },
  block: 1,
  seed: 42,
  thinkTimeMs: 0,
  folder: 'runs/0003-concurrency=8-2',
  status: 'measured',
  error: null,
  settings: { batch_size: 4 },
}

test('a row has the axes, what the server said, and the figures of the summary', () => {
  expect(cellRow(run, streamedOpenLoop)).toMatchObject({
    index: 3,
    'axis.load.concurrency': 8,
    'server.batch_size': 4,
    status: 'measured',
    verdict: 'VALID',
    error_rate: 4 / 4800,
    ttft_p50_ms: 41.3,
    requests_per_s: streamedOpenLoop.throughput.requests_per_s,
  })
})

test('a run that failed has the same columns, with nothing in them', () => {
  const failed = cellRow({ ...run, status: 'failed', error: 'no route', folder: null }, null)
  expect(Object.keys(failed)).toEqual(Object.keys(cellRow(run, streamedOpenLoop)))
  for (const { name } of cellFigures) expect(failed[name]).toBeNull()
})
