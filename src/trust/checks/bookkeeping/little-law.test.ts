import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../statistics/random.ts'
import type { Evidence, WorkerSeries } from '../../evidence.ts'
import { virtualRun } from '../../fixtures/virtual-run.ts'
import { littleLaw } from './little-law.ts'

const loaded = {
  load: { kind: 'open', arrival: 'poisson', ratePerSecond: 18 },
  server: { kind: 'station', servers: 1, meanServiceMs: 50, law: 'exponential' },
  warmupS: 0,
  durationS: 20,
  outputTokens: 1,
  workers: 1,
} as const

/** What the usual form makes of a run: completed requests per second times their mean latency. */
function completedTimesLatency({ requests, measured }: Evidence): number {
  const { start_ns: start, end_ns: end } = measured.window
  const { sentNs, endNs } = requests.columns
  const within = sentNs.map((sent, i) => (endNs[i]! <= end && sent >= start ? endNs[i]! - sent : Number.NaN))
  return within.filter((ns) => !Number.isNaN(ns)).reduce((sum, ns) => sum + ns, 0) / (end - start)
}

function withSeries(evidence: Evidence, change: (series: WorkerSeries) => Partial<WorkerSeries>): Evidence {
  return { ...evidence, workers: evidence.workers.map((series) => ({ ...series, ...change(series) })) }
}

describe('is ok', () => {
  it.each([1, 2, 3, 4, 5])('of a short and loaded run (seed %i)', (seed) => {
    const finding = littleLaw.judge(virtualRun({ ...loaded, seed }))
    expect(finding).toMatchObject({ status: 'ok', threshold: 1e-6 })
    expect(finding.statistic).toBeLessThan(1e-9)
  })

  it('where completed requests per second times their mean latency would be off by a tenth', () => {
    const errors = Array.from({ length: 60 }, (_, seed) => {
      const evidence = virtualRun({ ...loaded, durationS: 10, seed })
      expect(littleLaw.judge(evidence).status).toBe('ok')
      return Math.abs(completedTimesLatency(evidence) / evidence.measured.load.in_flight_mean - 1)
    }).sort((a, b) => a - b)
    expect(errors[56]).toBeGreaterThan(0.1)
  })

  it('when ends had arrived that a sample couldn’t know of yet', () => {
    const evidence = virtualRun({ seed: 3, load: { kind: 'closed', concurrency: 40 } })
    const { endNs, worker } = evidence.requests.columns
    // The counter learns of an end when it is read, up to 40 µs after it arrived, and then takes it back.
    const late = withSeries(evidence, ({ worker: number, atNs, inFlightAreaNs }) => ({
      inFlightAreaNs: inFlightAreaNs.map((area, i) => {
        const unread = endNs.filter(
          (end, row) => worker[row] === number && end <= atNs[i]! && end > atNs[i]! - 40e3,
        )
        return unread.reduce((sum, end) => sum + atNs[i]! - end, area)
      }),
    }))
    expect(littleLaw.judge(late).status).toBe('ok')
  })

  it('when requests were sent in the turn of a sample, whose time is the turn’s', () => {
    const turnNs = 300e3
    const evidence = virtualRun({
      load: { kind: 'open', arrival: 'poisson', ratePerSecond: 2000 },
      server: { kind: 'independent', medianTtftMs: 0.2, sigma: 0.1, stepMs: 0, stepNoise: 0 },
      outputTokens: 1,
      durationS: 3,
    })
    const { sentNs, worker } = evidence.requests.columns
    const early = withSeries(evidence, ({ worker: number, atNs, inFlightAreaNs }) => ({
      inFlightAreaNs: inFlightAreaNs.map((area, i) => {
        const sent = sentNs.filter(
          (at, row) => worker[row] === number && at > atNs[i]! && at < atNs[i]! + turnNs,
        )
        return sent.reduce((sum, at) => sum + atNs[i]! - at, area)
      }),
    }))
    expect(early.workers[0]!.inFlightAreaNs).not.toEqual(evidence.workers[0]!.inFlightAreaNs)
    expect(littleLaw.judge(early).status).toBe('ok')
    const unexplained = withSeries(early, ({ atNs }) => ({ longestTurnNs: atNs.map(() => 0) }))
    expect(littleLaw.judge(unexplained).status).toBe('invalid')
  })

  it('when a request was sent again because its connection was closed', () => {
    const again = { seed: 2, durationS: 20, load: { kind: 'closed', concurrency: 16 } } as const
    const sample = 10e9
    const evidence = virtualRun({
      ...again,
      edit: (record) =>
        record.sentNs! < sample && record.firstByteNs! > sample
          ? {
              ...record,
              sentNs: sample + 1e6,
              firstByteNs: Math.max(record.firstByteNs!, sample + 1e6),
              attempts: 2,
            }
          : record,
      seriesBeforeEdit: true,
    })
    const [series] = evidence.workers
    const upTo = series!.atNs.findIndex((at) => at >= sample) + 1
    const cut = withSeries(evidence, ({ atNs, inFlightAreaNs }) => ({
      atNs: atNs.subarray(0, upTo),
      inFlightAreaNs: inFlightAreaNs.subarray(0, upTo),
    }))
    expect(littleLaw.judge(cut).status).toBe('ok')
    const { columns } = cut.requests
    const once = { ...cut.requests, columns: { ...columns, attempts: columns.attempts.map(() => 1) } }
    expect(littleLaw.judge({ ...cut, requests: once }).status).toBe('invalid')
  })

  it('of a run too short for two samples in its window', () => {
    const evidence = virtualRun({ ...loaded, warmupS: 1, durationS: 0.2 })
    expect(littleLaw.judge(evidence).status).toBe('ok')
  })
})

describe('is invalid', () => {
  it.each([
    ['lost', (): [] => []],
    ['written twice', <T>(record: T): readonly T[] => [record, record]],
  ])('when one record of a thousand was %s', (_, spoil) => {
    const evidence = virtualRun({
      edit: (record) => (record.index === 600 ? spoil(record) : record),
      seriesBeforeEdit: true,
    })
    const finding = littleLaw.judge(evidence)
    expect(finding).toMatchObject({ status: 'invalid', affects: ['*'] })
    expect(finding.message).toMatch(
      /^worker 0 counted [\d.]+ requests in flight on average, its records add up to/,
    )
  })

  it('when a clock step stretched some requests in the records', () => {
    const evidence = virtualRun({
      edit: (record) =>
        record.sentNs! < 20e9 && record.endNs > 20e9 ? { ...record, endNs: record.endNs + 50e6 } : record,
      seriesBeforeEdit: true,
    })
    expect(littleLaw.judge(evidence).status).toBe('invalid')
  })

  it('when a counter drifts by no more than a hundred-thousandth', () => {
    const evidence = withSeries(virtualRun(), ({ inFlightAreaNs }) => ({
      inFlightAreaNs: inFlightAreaNs.map((area) => area * 1.00001),
    }))
    expect(littleLaw.judge(evidence).status).toBe('invalid')
  })
})

it('doesn’t apply without counters, or to a run that died', () => {
  const evidence = virtualRun()
  expect(littleLaw.judge({ ...evidence, workers: [] }).status).toBe('not_applicable')
  const silent = withSeries(evidence, ({ atNs }) => ({ inFlightAreaNs: atNs.map(() => Number.NaN) }))
  expect(littleLaw.judge(silent).status).toBe('not_applicable')
  const died = { ...evidence, measured: { ...evidence.measured, state: 'recovered' as const } }
  expect(littleLaw.judge(died).status).toBe('not_applicable')
})

it('holds by the identity itself, whatever the requests and the samples', () => {
  const random = createRandom(11)
  for (let run = 0; run < 20; run++) {
    const warmupS = random.uniform() * 3
    const evidence = virtualRun({
      seed: run,
      warmupS,
      durationS: 5 + 10 * random.uniform(),
      workers: 1 + random.integer(4),
    })
    expect(littleLaw.judge(evidence).statistic).toBeLessThan(1e-9)
  }
})
