import { describe, expect, it } from 'vitest'
import type { Distribution } from '../../../metrics/summary.ts'
import type { RequestRecord } from '../../../record/request-record.ts'
import { notCalibrated } from '../../calibration/not-calibrated.ts'
import type { Finding } from '../../check.ts'
import { virtualRun } from '../../fixtures/virtual-run.ts'
import { instrumentChecks } from '../instrument.ts'
import { type Spoiling, spoilt } from './fixtures/spoilt.ts'

const ms = 1e6

function find(id: string, spoiling: Spoiling = {}): ReturnType<(typeof instrumentChecks)[number]['judge']> {
  const check = instrumentChecks.find((candidate) => candidate.id === id)
  if (check === undefined) throw new RangeError(`no check ${id}`)
  return check.judge(spoilt(spoiling))
}

const rising = (perNs: number) => (atNs: number) => atNs * perNs
const constant = (value: number) => () => value

/** Each check, with runs of which it says this. A virtual run has gaps of 12 ms, TTFT of 60 ms and E2E of 240 ms. */
const cases: readonly (readonly [id: string, status: string, what: string, spoiling: Spoiling])[] = [
  ['timestamp-source', 'ok', 'kernel stamps', {}],
  ['timestamp-source', 'ok', 'a process that knows its waits', { user: true }],
  [
    'timestamp-source',
    'suspect',
    'a process that doesn’t',
    { user: true, workers: { runQueueNs: constant(Number.NaN) } },
  ],
  [
    'timestamp-source',
    'suspect',
    'the kernel asked for and not had',
    { instrument: { timestamp_source: 'user' } },
  ],

  ['timestamp-error', 'ok', 'exact stamps', {}],
  ['timestamp-error', 'ok', 'an error of 4 %', { user: true, latency: { itl: { errorMs: 0.4 } } }],
  ['timestamp-error', 'suspect', 'an error of 8 %', { user: true, latency: { itl: { errorMs: 1 } } }],
  ['timestamp-error', 'invalid', 'an error of 25 %', { user: true, latency: { itl: { errorMs: 3 } } }],
  ['timestamp-error', 'invalid', 'kernel stamps that shared reads', { latency: { itl: { errorMs: 3 } } }],
  [
    'timestamp-error',
    'suspect',
    'the same by a loop of which nobody knows when it woke',
    { latency: { itl: { errorMs: 3 } }, workers: { runQueueNs: constant(Number.NaN) } },
  ],
  [
    'timestamp-error',
    'ok',
    'a median gap of nothing, known to a tenth of a millisecond',
    { user: true, latency: { itl: { p50: 0, errorMs: 0.05 } } },
  ],

  ['events-per-read', 'ok', 'a read a token', {}],
  [
    'events-per-read',
    'ok',
    'pairs that the server wrote together',
    { workers: { tokenEvents: rising(2e-6), tokenReads: rising(1e-6) }, latency: { itl: { errorMs: 0.3 } } },
  ],
  [
    'events-per-read',
    'suspect',
    'pairs that piled up',
    {
      workers: { tokenEvents: rising(2e-6), tokenReads: rising(1e-6) },
      latency: { itl: { errorMs: 3 } },
    },
  ],
  [
    'events-per-read',
    'not_applicable',
    'nothing streamed',
    { workers: { tokenEvents: constant(0), tokenReads: constant(0) } },
  ],

  ['read-delay', 'ok', 'an open loop, however long', { instrument: { read_delay_us: delays(50_000) } }],
  [
    'read-delay',
    'ok',
    'a closed loop, 40 µs of 240 ms',
    { loadModel: 'closed', instrument: { read_delay_us: delays(40) } },
  ],
  [
    'read-delay',
    'suspect',
    'a closed loop, 5 ms of 240 ms',
    { loadModel: 'closed', instrument: { read_delay_us: delays(5000) } },
  ],
  ['read-delay', 'not_applicable', 'user-space stamps', { user: true }],

  ['loop-turns', 'ok', 'kernel stamps, turns of 30 ms', { workers: { longestTurnNs: constant(30 * ms) } }],
  ['loop-turns', 'ok', 'user-space stamps, turns of 0.4 ms', { user: true }],
  [
    'loop-turns',
    'ok',
    'one turn of 2 ms in 250',
    { user: true, workers: { longestTurnNs: constant(2 * ms) } },
  ],
  [
    'loop-turns',
    'invalid',
    'user-space stamps, turns of 8 ms',
    { user: true, workers: { longestTurnNs: constant(8 * ms) } },
  ],
  [
    'loop-turns',
    'suspect',
    'user-space stamps, turns of 3 ms for gaps of 30',
    { user: true, latency: { itl: { p50: 30 } }, workers: { longestTurnNs: constant(3 * ms) } },
  ],

  ['client-cpu', 'ok', 'a quarter of a core', {}],
  ['client-cpu', 'suspect', 'a whole core, kernel stamps', { workers: busy(0.95) }],
  ['client-cpu', 'suspect', 'a whole core in turns of 0.4 ms', { user: true, workers: busy(0.95) }],
  [
    'client-cpu',
    'invalid',
    'a whole core in turns of 5 ms, user-space stamps',
    { user: true, workers: { ...busy(0.95), longestTurnNs: constant(5 * ms) } },
  ],
  ['client-cpu', 'ok', 'a loop that spins', { user: true, workers: { ...busy(1), turns: rising(1e-3) } }],
  [
    'client-cpu',
    'ok',
    'a single busy second, kernel stamps',
    { workers: { ...busy(0.3), cpuUserUs: (atNs) => (atNs / 1e3) * 0.2 + (atNs > 8e9 ? 0.75e6 : 0) } },
  ],
  [
    'client-cpu',
    'not_applicable',
    'a worker that left no samples',
    { workers: { cpuUserUs: constant(Number.NaN) } },
  ],

  ['run-queue', 'ok', 'hardly a wait', {}],
  ['run-queue', 'ok', 'kernel stamps, half of the time', { workers: { runQueueNs: rising(0.5) } }],
  [
    'run-queue',
    'invalid',
    'user-space stamps, half of the time',
    { user: true, workers: { runQueueNs: rising(0.5) } },
  ],
  [
    'run-queue',
    'suspect',
    'user-space stamps, 3 % of the time',
    { user: true, workers: { runQueueNs: rising(0.03) } },
  ],
  [
    'run-queue',
    'not_applicable',
    'a system that doesn’t say',
    { workers: { runQueueNs: constant(Number.NaN) } },
  ],

  ['gc-pauses', 'ok', 'a ten-thousandth of the time', { user: true }],
  [
    'gc-pauses',
    'ok',
    'kernel stamps, 5 % of the time',
    { workers: { gcNs: rising(0.05), gcLongestNs: constant(10 * ms) } },
  ],
  [
    'gc-pauses',
    'suspect',
    'user-space stamps, 2 % of the time',
    {
      user: true,
      workers: { gcNs: rising(0.02), gcLongestNs: constant(5 * ms) },
      latency: { itl: { p99: 20 } },
    },
  ],
  [
    'gc-pauses',
    'ok',
    'user-space stamps, 2 % of the time in pauses of 0.1 ms',
    {
      user: true,
      workers: { gcNs: rising(0.02), gcLongestNs: constant(0.1 * ms) },
      latency: { itl: { p99: 20 } },
    },
  ],
  ['gc-pauses', 'not_applicable', 'a worker that doesn’t say', { workers: { gcNs: constant(Number.NaN) } }],

  ['cgroup-throttling', 'ok', 'no throttling', {}],
  ['cgroup-throttling', 'ok', 'throttling before the window', { host: { throttledUs: constant(5e5) } }],
  [
    'cgroup-throttling',
    'suspect',
    'throttling in the window',
    { host: { throttledUs: (atNs) => (atNs > 9e9 ? 100 : 0) } },
  ],
  ['cgroup-throttling', 'not_applicable', 'no cgroup', { host: { throttledUs: constant(Number.NaN) } }],
  ['cgroup-throttling', 'not_applicable', 'no samples of the machine', { host: null }],

  ['cpu-steal', 'ok', 'half a percent', { host: { stealUs: rising(2e-3 * 0.005) } }],
  ['cpu-steal', 'suspect', '3 %', { host: { stealUs: rising(2e-3 * 0.03) } }],
  ['cpu-steal', 'not_applicable', 'a machine that doesn’t tell', { host: { stealUs: constant(Number.NaN) } }],
  ['cpu-steal', 'not_applicable', 'no samples of the machine', { host: null }],

  ['retransmits', 'ok', 'none', {}],
  [
    'retransmits',
    'suspect',
    'a fifth of requests',
    { run: { edit: (record, u) => ({ ...record, retransmits: u < 0.2 ? 1 : 0 }) } },
  ],
  ['retransmits', 'ok', 'a thousandth of requests', { run: { edit: retransmitted(1000) } }],
  [
    'retransmits',
    'not_applicable',
    'a transport that can’t see',
    { run: { edit: (record) => ({ ...record, retransmits: null }) } },
  ],

  ['worker-homogeneity', 'ok', 'two workers alike', { run: { durationS: 60 } }],
  ['worker-homogeneity', 'not_applicable', 'one worker', { run: { workers: 1 } }],
  ['worker-homogeneity', 'not_applicable', 'a hundred requests', { run: { durationS: 5 } }],
  [
    'worker-homogeneity',
    'suspect',
    'a worker that is 20 ms late',
    { run: { durationS: 60, edit: lateBy(30 * ms) } },
  ],
  [
    'worker-homogeneity',
    'ok',
    'a worker that is 1 ms late',
    { run: { durationS: 60, edit: lateBy(1 * ms) } },
  ],

  ['calibration', 'not_applicable', 'none', { instrument: { calibration: notCalibrated } }],
  [
    'calibration',
    'ok',
    'inside',
    {
      instrument: {
        calibration: { ...notCalibrated, state: 'inside', error_us: { p50: 4, p99: 20, p99_9: 38 } },
      },
    },
  ],
  [
    'calibration',
    'suspect',
    'outside',
    { instrument: { calibration: { ...notCalibrated, state: 'outside' } } },
  ],
]

describe.each(instrumentChecks.map(({ id }) => id))('%s', (id) => {
  const own = cases.filter(([check]) => check === id)

  it.each(own)('%s is %s: %s', (_, status, __, spoiling) => {
    const finding = find(id, spoiling)
    expect([finding.status, finding.message]).toEqual([status, finding.message])
    expect(finding.message).toMatch(/^[^.].*[^.]$/)
    expect(finding.message).not.toMatch(/NaN|undefined|null|Infinity/)
    const bad = status === 'suspect' || status === 'invalid'
    expect(finding.remedy !== null).toBe(bad)
    expect(finding.affects.length > 0).toBe(bad)
    expect(Object.values(finding)).not.toContain(Number.POSITIVE_INFINITY)
  })

  it('has a known-good and a known-bad run', () => {
    const statuses = own.map(([, status]) => status)
    expect(statuses).toContain('ok')
    expect(statuses.some((status) => status === 'suspect' || status === 'invalid')).toBe(true)
  })

  it('finds nothing in a perfect run, nor in one of which nothing is known', () => {
    const evidence = virtualRun({ warmupS: 2, durationS: 20 })
    const { judge } = instrumentChecks.find((check) => check.id === id)!
    expect(['ok', 'not_applicable']).toContain(judge(evidence).status)
    expect(['ok', 'not_applicable']).toContain(judge({ ...evidence, workers: [], host: null }).status)
  })
})

it('names the worker that is bad', () => {
  const finding = find('worker-homogeneity', { run: { durationS: 60, edit: lateBy(30 * ms) } })
  expect(finding.message).toContain('worker 1')
  expect(finding.affects).toContain('ttft')
})

it('touches the metrics that an error makes invalid, the worst first, and names those in doubt', () => {
  const withErrors = (itlMs: number, ttftMs: number): Finding =>
    find('timestamp-error', {
      user: true,
      latency: { itl: { errorMs: itlMs }, ttft: { errorMs: ttftMs } },
    })
  expect(withErrors(3, 9)).toMatchObject({ status: 'invalid', affects: ['itl'] })
  expect(withErrors(3, 9).message).toMatch(/^itl .*; ttft too by more than 5 %$/)
  expect(withErrors(6, 20).affects).toEqual(['itl', 'ttft'])
  expect(withErrors(1, 9)).toMatchObject({ status: 'suspect', affects: ['ttft', 'itl'] })
})

function delays(meanUs: number): Distribution {
  const figures = { sd: 1, min: 0, p90: meanUs, p95: meanUs, p99_9: meanUs, max: meanUs }
  return { n: 100, mean: meanUs, p50: meanUs, p99: meanUs, ...figures }
}

function busy(cores: number): Spoiling['workers'] & object {
  return {
    cpuUserUs: (atNs) => (atNs / 1e3) * (cores - 0.1),
    cpuSystemUs: (atNs) => (atNs / 1e3) * 0.1,
    turns: rising(1e-6),
    reads: rising(1e-6),
  }
}

function retransmitted(oneIn: number) {
  return (record: RequestRecord): RequestRecord => ({
    ...record,
    retransmits: record.index % oneIn === 7 ? 1 : 0,
  })
}

/** Worker 1 gets all of its replies so much later. */
function lateBy(ns: number) {
  return (record: RequestRecord): RequestRecord =>
    record.worker === 0
      ? record
      : {
          ...record,
          firstTokenNs: record.firstTokenNs! + ns,
          lastTokenNs: record.lastTokenNs! + ns,
          endNs: record.endNs + ns,
          tokenNs: record.tokenNs.map((atNs) => atNs + ns),
        }
}
