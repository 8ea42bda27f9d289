import { describe, expect, test } from 'vitest'
import { thrownError } from '../../../test/support/thrown-error.ts'
import { parseObjective } from '../../plan/parse-objective.ts'
import { decideGate } from './decide-gate.ts'
import { invalidBy, release, repeats, requestOf, runOf } from './fixtures/runs.ts'
import type { GatePolicy } from './gate-policy.ts'

const pullRequest: GatePolicy = { ...release, inconclusive: 'warn' }
/** Of what the runs here leave open. */
const openObjective = `ttft.p99 < ${runOf().summary.latency_ms.ttft.p99}ms`
const outcomes = (report: ReturnType<typeof decideGate>): unknown =>
  report.gates.map(({ metric, outcome }) => [metric, outcome])

test('doubts are told of what was measured, not of every headline', () => {
  const suspect = invalidBy('drift', ['*'])
  const doubtful = { ...suspect.verdict.checks[0]!, status: 'suspect' } as const
  const runs = repeats(2, { summary: { verdict: { status: 'SUSPECT', checks: [doubtful] } } })
  const { notes } = decideGate(requestOf(runs, repeats(2)))
  const [note] = notes.filter(({ id }) => id === 'suspect-run')
  expect(note!.message).not.toContain('query')
})

describe('a regression', () => {
  test('as TorchServe’s suite let pass: a tenth of the throughput, twenty times the latency, one run each', () => {
    const report = decideGate(requestOf([runOf({ slower: 20, fewer: 10 })], [runOf()]))
    expect(report).toMatchObject({ outcome: 'fail', exitStatus: 4 })
    expect(outcomes(report)).toEqual([
      ['ttft.p99', 'fail'],
      ['output_tokens_per_s', 'fail'],
    ])
    expect(report.gates[1]!.message).toContain('output_tokens_per_s is 90 % worse')
    expect(report.gates[0]!.adjustedP).toBeLessThan(1e-6)
  })

  test('beyond the margin of repeats fails, within it passes', () => {
    expect(decideGate(requestOf(repeats(6, { slower: 1.1 }), repeats(6)))).toMatchObject({
      outcome: 'fail',
      exitStatus: 4,
    })
    expect(decideGate(requestOf(repeats(6, { slower: 1.01 }), repeats(6)))).toMatchObject({
      outcome: 'pass',
      exitStatus: 0,
    })
    expect(decideGate(requestOf(repeats(6, { slower: 0.5, fewer: 0.5 }), repeats(6)))).toMatchObject({
      outcome: 'pass',
    })
  })

  test('that so few runs neither show nor exclude is inconclusive, and policy says what then', () => {
    const request = requestOf([runOf()], [runOf()])
    expect(decideGate(request)).toMatchObject({ outcome: 'inconclusive', exitStatus: 5 })
    expect(decideGate({ ...request, policy: pullRequest })).toMatchObject({
      outcome: 'inconclusive',
      exitStatus: 0,
    })
    expect(decideGate({ ...request, policy: { ...release, inconclusive: 'pass' } })).toMatchObject({
      exitStatus: 0,
    })
  })

  test('has to be shown in spite of how many gates there are', () => {
    // 7.5 % for a margin of 5 %: alone it is shown, as one of twelve it isn't.
    const [a, b] = [repeats(4, {}, 0.014), repeats(4, { slower: 1.075 }, 0.014)]
    const gate = { text: 'ttft.p99 5%', metric: 'ttft.p99', margin: 0.05 }
    const alone = decideGate(requestOf(b, a, { gates: [gate] }))
    expect(alone.outcome).toBe('fail')
    const wide = [
      'e2e.p50',
      'e2e.p90',
      'e2e.p95',
      'e2e.mean',
      'itl.p50',
      'itl.p90',
      'itl.p95',
      'tpot.p50',
      'tpot.p90',
      'ntpot.p50',
      'ttfat.p50',
    ]
    const many = decideGate(
      requestOf(b, a, { gates: [gate, ...wide.map((metric) => ({ text: metric, metric, margin: 0.5 }))] }),
    )
    expect(many.gates[0]).toMatchObject({ outcome: 'inconclusive' })
    expect(many.gates[0]!.adjustedP).toBeCloseTo(12 * alone.gates[0]!.adjustedP!, 10)
  })

  test('of what isn’t gated is told, and doesn’t fail', () => {
    const report = decideGate(
      requestOf(repeats(6, { slower: 3 }), repeats(6), {
        gates: [{ text: 'requests_per_s 3%', metric: 'requests_per_s', margin: 0.03 }],
      }),
    )
    expect(report.outcome).toBe('pass')
    const found = report.exploratory[0]!.metrics.find(({ metric }) => metric === 'ttft.p99')
    expect(found).toMatchObject({ verdict: 'worse' })
    expect(report.exploratory[0]!.metrics.map(({ metric }) => metric)).not.toContain('requests_per_s')
  })
})

describe('a baseline', () => {
  test.each([
    ['fail', 'no_baseline', 2],
    ['warn', 'no_baseline', 0],
    ['seed', 'seeded', 0],
  ] as const)('that is missing, with %s', (missingBaseline, outcome, exitStatus) => {
    const policy = { ...release, missingBaseline }
    expect(decideGate(requestOf(repeats(2), null, { policy }))).toMatchObject({
      outcome,
      exitStatus,
      gates: [],
    })
  })

  test('that is missing isn’t begun by a run that fails for what is open', () => {
    const objectives = [parseObjective(openObjective)]
    const seed = { ...release, missingBaseline: 'seed' } as const
    expect(decideGate(requestOf(repeats(2), null, { objectives, policy: seed }))).toMatchObject({
      outcome: 'inconclusive',
      exitStatus: 5,
    })
    const warned = { ...seed, inconclusive: 'warn' } as const
    expect(decideGate(requestOf(repeats(2), null, { objectives, policy: warned }))).toMatchObject({
      outcome: 'seeded',
      exitStatus: 0,
    })
  })

  test('that is missing doesn’t save a run that misses an objective', () => {
    const objectives = [parseObjective('ttft.p50 < 10ms')]
    const policy = { ...release, missingBaseline: 'warn' } as const
    expect(decideGate(requestOf([runOf()], null, { objectives, policy }))).toMatchObject({
      outcome: 'fail',
      exitStatus: 4,
    })
  })

  test('isn’t the run itself', () => {
    const runs = repeats(3)
    const report = decideGate(requestOf(runs, runs))
    expect(report).toMatchObject({ outcome: 'no_baseline', exitStatus: 2 })
    expect(report.notes).toMatchObject([{ message: '"main" has no run but the gated one itself' }])
    expect(decideGate(requestOf(runs, [...runs, ...repeats(6)]))).toMatchObject({ baselineRuns: 6 })
  })

  test('of another machine isn’t comparable, unless it is forced', () => {
    const machine = { fingerprint: 'other', inWords: 'four cores', hostId: 'i', kernel: '6.8' }
    const other = repeats(6, { facts: { machine } })
    const report = decideGate(requestOf(repeats(6), other, { policy: pullRequest }))
    expect(report).toMatchObject({ outcome: 'not_comparable', exitStatus: 2, gates: [], exploratory: [] })
    expect(report.notes[0]).toMatchObject({ id: 'machine', severity: 'refuse' })
    expect(decideGate(requestOf(repeats(6), other, { policy: { ...release, force: true } }))).toMatchObject({
      outcome: 'pass',
    })
  })
})

describe('cells', () => {
  const cell = (concurrency: number, slower = 1) =>
    repeats(6, { axes: { 'load.concurrency': concurrency }, slower })

  test('are gated each, and new and vanished ones named', () => {
    const report = decideGate(
      requestOf([...cell(1), ...cell(2, 1.2), ...cell(8)], [...cell(1), ...cell(2), ...cell(4)]),
    )
    expect(report.gates.map((gate) => [gate.cell, gate.metric, gate.outcome])).toEqual([
      ['concurrency=1', 'ttft.p99', 'pass'],
      ['concurrency=1', 'output_tokens_per_s', 'pass'],
      ['concurrency=2', 'ttft.p99', 'fail'],
      ['concurrency=2', 'output_tokens_per_s', 'pass'],
    ])
    expect(report).toMatchObject({
      newCells: ['concurrency=8'],
      vanishedCells: ['concurrency=4'],
      exitStatus: 4,
    })
  })

  test('that vanish fail where policy has it so', () => {
    const request = requestOf(cell(1), [...cell(1), ...cell(2)])
    expect(decideGate(request)).toMatchObject({ outcome: 'pass', vanishedCells: ['concurrency=2'] })
    const strict = decideGate({ ...request, policy: { ...release, vanished: 'fail' } })
    expect(strict).toMatchObject({ outcome: 'fail', exitStatus: 4 })
    expect(strict.gates.at(-1)).toMatchObject({ kind: 'cell', cell: 'concurrency=2', metric: '*' })
  })
})

describe('a gate that can’t be decided', () => {
  const gates = [{ text: 'queries_per_s 3%', metric: 'queries_per_s', margin: 0.03 }]

  test('for nobody measured it is a mistake', () => {
    const error = thrownError('usage', () => decideGate(requestOf(repeats(2), repeats(2), { gates })))
    expect(error.message).toContain('neither side has measured queries_per_s')
  })

  test('fails where only the baseline has it, and is open where only the run has', () => {
    const queries = {
      size: 8,
      n: 9,
      ok: 9,
      failed: 0,
      incomplete: 0,
      queries_per_s: 3,
      queries_per_s_ci95: null,
      latency_ms: runOf().summary.latency_ms.e2e,
    }
    const withQueries = repeats(3, { summary: { queries } })
    expect(
      decideGate(requestOf(repeats(3), withQueries, { gates, policy: { ...release, force: true } })).gates[0],
    ).toMatchObject({
      outcome: 'fail',
      message: 'queries_per_s isn’t measured any more, and no data is no pass',
    })
    expect(
      decideGate(requestOf(withQueries, repeats(3), { gates, policy: { ...release, force: true } })).gates[0],
    ).toMatchObject({
      outcome: 'inconclusive',
    })
  })
})

test('a doubt about what isn’t gated is no note of the gate', () => {
  const { verdict } = invalidBy('events-per-read', ['itl'])
  const suspect = {
    ...verdict,
    checks: verdict.checks.map((check) => ({ ...check, status: 'suspect' as const })),
  }
  const notes = (metric: string) =>
    decideGate(
      requestOf(repeats(3, { summary: { verdict: suspect } }), repeats(3), {
        gates: [{ text: `${metric} 5%`, metric, margin: 0.05 }],
      }),
    ).notes.map(({ id }) => id)
  expect(notes('ttft.p50')).not.toContain('suspect-run')
  expect(notes('itl.p50')).toContain('suspect-run')
})
