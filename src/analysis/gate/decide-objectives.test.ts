import { describe, expect, test } from 'vitest'
import { thrownError } from '../../../test/support/thrown-error.ts'
import type { ObjectiveResult } from '../../metrics/summary.ts'
import { parseObjective } from '../../plan/parse-objective.ts'
import type { ComparedRun } from '../comparison/compared-run.ts'
import { decideObjectives } from './decide-objectives.ts'
import { repeats, runOf } from './fixtures/runs.ts'
import type { GateResult } from './gate-report.ts'

function decided(text: string, runs: readonly ComparedRun[], ...others: readonly string[]): GateResult {
  return decideObjectives([text, ...others].map(parseObjective), [{ cell: null, runs }])[0]!
}

/** A run whose plan had the objective, of which so much was beyond. */
function asked(
  share: number,
  status: ObjectiveResult['status'] = 'undecided',
  objective = 'ttft: p(99) < 300',
): ComparedRun {
  const result: ObjectiveResult = {
    objective,
    metric: 'ttft',
    value: 250,
    ci95: [240, 260],
    unit: 'ms',
    limit: 300,
    status,
    beyond: { share, ci95: [share / 2, share * 2], allowed: 0.01 },
    n: 4800,
  }
  return runOf({ summary: { objectives: [result] } })
}

describe('of one run', () => {
  test.each([
    // p50 is 41.3 ms, p99 about 268 ms
    ['ttft.p50 < 100ms', 'pass'],
    ['ttft.p50 < 10ms', 'fail'],
    ['ttft.p50 < 41.3ms', 'inconclusive'],
    ['ttft.mean < 1s', 'pass'],
    ['ttft.max < 1ms', 'fail'],
    ['e2e < 1ms', 'fail'],
    ['requests_per_s > 5', 'pass'],
    ['requests_per_s > 9', 'fail'],
    ['error_rate < 1%', 'pass'],
    ['error_rate < 0.01%', 'fail'],
    ['error_rate < 0.1%', 'inconclusive'],
  ])('%s: %s', (text, outcome) => expect(decided(text, [runOf()]).outcome).toBe(outcome))

  test('what it found itself comes before what its figures say', () => {
    expect(decided('ttft.p99 < 300ms', [asked(0.002, 'met')])).toMatchObject({
      outcome: 'pass',
      message: '0.2 % (0.1 to 0.4 %) beyond the limit, 1 % may be',
    })
    expect(decided('ttft.p99 < 300ms', [asked(0.05, 'missed')]).outcome).toBe('fail')
    expect(decided('ttft.p99 < 300ms', [asked(0.05, 'no_data')]).outcome).toBe('fail')
  })

  test('failed requests are beyond every limit', () => {
    const figures = (failed: number, text: string) => decided(text, [runOf({ failed })]).outcome
    expect(figures(0, 'ttft.p90 < 1s')).toBe('pass')
    // 2 % failed: the p90 of all is the p91.8 of those that succeeded.
    expect(figures(96, 'ttft.p90 < 1s')).toBe('pass')
    expect(figures(96, 'ttft.p99 < 1s')).toBe('fail')
    expect(figures(96, 'ttft.max < 9s')).toBe('fail')
    // p90 is 132 ms of those that succeeded, p95 177 ms; of all p90 is nearer to the first.
    const p90 = (failed: number): unknown => figures(failed, 'ttft.p90 < 145ms')
    expect([p90(0), p90(4), p90(240)]).toEqual(['pass', 'pass', 'inconclusive'])
  })

  test('no data is no pass', () => {
    const { latency_ms } = runOf().summary
    const unmeasured = { ...latency_ms, ttft: { ...latency_ms.ttft, n: 0, p50: null } }
    expect(decided('ttft.p50 < 1s', [runOf({ summary: { latency_ms: unmeasured } })])).toMatchObject({
      outcome: 'fail',
    })
    expect(decided('query.p50 < 1s', [runOf()])).toMatchObject({ outcome: 'fail' })
  })

  test('a figure that isn’t resolvable decides nothing', () => {
    const { latency_ms } = runOf().summary
    const { ttft } = latency_ms
    const resolution = { ...ttft.resolution, p99: { ...ttft.resolution.p99, ci95: null } }
    const short = runOf({
      failed: 0,
      summary: { latency_ms: { ...latency_ms, ttft: { ...ttft, p99: null, resolution } } },
    })
    expect(decided('ttft.p99 < 300ms', [short])).toMatchObject({
      outcome: 'inconclusive',
      message: 'ttft isn’t resolvable: the run is too short',
    })
  })

  test.each([
    ['ttft.p98 < 300ms', "can't say whether ttft.p98 < 300ms holds"],
    ['itl < 300ms', "can't say whether"],
    ['goodput > 99%', "can't say whether"],
  ])('%s isn’t in its summary', (text, why) => {
    const error = thrownError('usage', () => decided(text, [runOf()]))
    expect(error.message).toContain(why)
  })

  test('goodput is by the limits that the run was given', () => {
    const good: ObjectiveResult = {
      ...asked(0).summary.objectives[0]!,
      objective: 'goodput > 99%',
      metric: 'goodput',
      status: 'met',
      unit: 'share',
    }
    const each: ObjectiveResult = { ...good, objective: 'ttft < 300ms', metric: 'ttft', status: 'in_goodput' }
    const run = runOf({ summary: { objectives: [good, each] } })
    const results = decideObjectives(['ttft < 300ms', 'goodput > 99%'].map(parseObjective), [
      { cell: null, runs: [run] },
    ])
    expect(results.map(({ gate, outcome }) => [gate, outcome])).toEqual([['goodput > 99%', 'pass']])
    const error = thrownError('usage', () => decided('goodput > 99%', [run], 'ttft < 200ms'))
    expect(error.message).toContain('was counted by other limits: ttft < 300ms, not ttft < 200ms')
  })
})

describe('of several runs', () => {
  test('are the interval over runs where they don’t agree', () => {
    expect(
      decided(
        'ttft.p99 < 300ms',
        [0.005, 0.006, 0.005, 0.006].map((share) => asked(share)),
      ).outcome,
    ).toBe('pass')
    expect(
      decided(
        'ttft.p99 < 300ms',
        [0.02, 0.021, 0.02, 0.021].map((share) => asked(share)),
      ).outcome,
    ).toBe('fail')
    expect(
      decided(
        'ttft.p99 < 300ms',
        [0.005, 0.02, 0.01].map((share) => asked(share)),
      ),
    ).toMatchObject({ outcome: 'inconclusive' })
  })

  test('say what all of them say', () => {
    expect(decided('ttft.p99 < 300ms', [asked(0.002, 'met'), asked(0.004, 'met')]).outcome).toBe('pass')
    expect(decided('ttft.p99 < 300ms', [asked(0.02, 'missed'), asked(0.2, 'missed')]).outcome).toBe('fail')
    expect(decided('ttft.p50 < 100ms', repeats(2, {}, 0.3)).outcome).toBe('pass')
  })

  test('pass nothing that one of them misses', () => {
    const runs = [0.001, 0.001, 0.0011, 0.0011, 0.001].map((share) => asked(share, 'met'))
    expect(decided('ttft.p99 < 300ms', [...runs, asked(0.0012, 'missed')])).toMatchObject({
      outcome: 'inconclusive',
      message: expect.stringContaining('missed in 1 of them'),
    })
  })

  test('of none that failed are as sure as their counts', () => {
    expect(decided('error_rate < 0.1%', repeats(2, { failed: 0 })).outcome).toBe('pass')
    expect(decided('error_rate < 0.02%', repeats(2, { failed: 0 })).outcome).toBe('inconclusive')
  })

  test('fail without a success in one, and without data', () => {
    expect(decided('ttft.p50 < 1s', [...repeats(4), runOf({ failed: 4800 })]).outcome).toBe('fail')
    expect(decided('ttft.p99 < 300ms', [asked(0.001, 'met'), asked(0, 'no_data')]).outcome).toBe('fail')
  })
})
