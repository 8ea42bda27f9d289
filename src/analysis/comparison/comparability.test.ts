import { describe, expect, test } from 'vitest'
import { streamedOpenLoop } from '../../report/fixtures/summaries.ts'
import { comparability } from './comparability.ts'
import { remedyFor } from './comparability-remedies.ts'
import type { ComparedRun, RunFacts } from './compared-run.ts'
import { openLoad, type RunOf, runOf, verdictOf } from './fixtures/compared-runs.ts'

const { load, tokens, instrument, target } = streamedOpenLoop

/** Two runs a side in alternation, those of B changed. */
function sides(changed: RunOf = {}): readonly [readonly ComparedRun[], readonly ComparedRun[]] {
  const runs = [runOf(), runOf(changed), runOf(), runOf(changed)]
  return [runs.filter((_, at) => at % 2 === 0), runs.filter((_, at) => at % 2 === 1)]
}

function found(changed: RunOf, metrics?: readonly string[]): readonly (readonly [string, string])[] {
  return comparability(...sides(changed), metrics).map(({ id, severity }) => [id, severity])
}

function withFacts(facts: Partial<RunFacts>): RunOf {
  return { facts }
}

function stage(changes: Readonly<Record<string, unknown>>): string {
  const [first] = openLoad.stages as readonly object[]
  return JSON.stringify({ ...openLoad, stages: [{ ...first, ...changes }] })
}

test('of repeats in alternation there is nothing to say', () => {
  expect(found({})).toEqual([])
})

test('too many failures stand in the way of all but what counts them', () => {
  const failures = verdictOf('invalid', 'failures', ['*'])
  const changed = { summary: { verdict: failures } }
  expect(found(changed, ['error_rate', 'goodput'])).toEqual([['invalid-elsewhere', 'warn']])
  expect(found(changed, ['error_rate', 'ttft.p50'])).toEqual([['invalid-run', 'refuse']])
  const lateness = { summary: { verdict: verdictOf('invalid', 'lateness', ['*']) } }
  expect(found(lateness, ['error_rate'])).toEqual([['invalid-run', 'refuse']])
})

test('a verdict that no check bears out stands in the way of everything', () => {
  const verdict = { ...verdictOf('invalid', 'x', []), checks: [] }
  expect(found({ summary: { verdict } }, ['error_rate', 'ttft.p50'])).toEqual([['invalid-run', 'refuse']])
  expect(found({ summary: { verdict: { ...verdict, status: 'SUSPECT' } } })).toEqual([
    ['suspect-run', 'warn'],
  ])
})

test('what single runs are too short for is no doubt about several', () => {
  expect(found({ summary: { verdict: verdictOf('suspect', 'sample-size', ['ttft']) } })).toEqual([])
})

test('replies of nothing in A are no share of anything', () => {
  const none = { summary: { tokens: { ...tokens, output: { ...tokens.output, mean: 0 } } } }
  const [a, b] = sides(none)
  const [note] = comparability(b, a)
  expect(note).toMatchObject({ id: 'output-length', severity: 'refuse' })
  expect(note!.message).toMatch(/^mean output tokens a reply: 0 in A, [\d.]+ in B$/)
})

const faster = stage({ start_rate_per_s: 16, end_rate_per_s: 16 })
const longer = stage({ duration: '20m' })
const machine = { fingerprint: '0a1b2c', inWords: 'AMD EPYC, 2 cores, 24 GiB', hostId: 'h1', kernel: '6.1' }
const outside = { ...instrument.calibration, state: 'outside' } as const

const cases: readonly (readonly [what: string, RunOf, readonly (readonly [string, string])[]])[] = [
  [
    'another loop',
    { summary: { load: { ...load, model: 'closed' } }, facts: { load: faster } },
    [['load-model', 'refuse']],
  ],
  ['another rate', withFacts({ load: faster }), [['load', 'refuse']]],
  ['another length', withFacts({ load: longer }), [['duration', 'warn']]],
  ['another mix', withFacts({ workload: '{"input_tokens":"64"}' }), [['workload', 'refuse']]],
  [
    'another API',
    withFacts({ target: '{"api":"openai-completions","stream":true,"extra_body":null}' }),
    [['target-api', 'refuse']],
  ],
  [
    'another extra body',
    withFacts({ target: '{"api":"openai-chat","stream":true,"extra_body":{"top_k":1}}' }),
    [['target-api', 'refuse']],
  ],
  [
    'another address',
    withFacts({ target: '{"api":"openai-chat","stream":true,"extra_body":null,"url":"http://b"}' }),
    [],
  ],
  [
    'outputs 1.9 % longer',
    { summary: { tokens: { ...tokens, output: { ...tokens.output, mean: 1.019 * tokens.output.mean! } } } },
    [],
  ],
  [
    'outputs 5 % longer',
    { summary: { tokens: { ...tokens, output: { ...tokens.output, mean: 1.05 * tokens.output.mean! } } } },
    [['output-length', 'warn']],
  ],
  [
    'outputs 11 % shorter',
    { summary: { tokens: { ...tokens, output: { ...tokens.output, mean: 0.89 * tokens.output.mean! } } } },
    [['output-length', 'refuse']],
  ],
  [
    'inputs 11 % longer',
    { summary: { tokens: { ...tokens, input: { ...tokens.input, mean: 1.11 * tokens.input.mean! } } } },
    [['input-length', 'refuse']],
  ],
  [
    'another machine',
    withFacts({ machine: { ...machine, fingerprint: 'ff', inWords: 'Xeon', kernel: '5' } }),
    [['machine', 'refuse']],
  ],
  ['another machine of its kind', withFacts({ machine: { ...machine, hostId: 'h2' } }), [['host', 'warn']]],
  ['another kernel', withFacts({ machine: { ...machine, kernel: '6.2' } }), [['kernel', 'warn']]],
  ['another version', withFacts({ tareVersion: '0.2.0' }), [['tare-version', 'warn']]],
  ['another major version', withFacts({ tareVersion: '1.0.0' }), [['tare-version', 'refuse']]],
  ['another model', { summary: { target: { ...target, model: 'qwen3' } } }, [['server', 'warn']]],
  ['a setting', withFacts({ serverSettings: { batch_size: 8 } }), [['server', 'warn']]],
  [
    'no calibration',
    { summary: { instrument: { ...instrument, calibration: outside } } },
    [['calibration', 'warn']],
  ],
  ['another calibration', withFacts({ calibratedAt: '2026-11-21T00:00:00.000Z' }), [['calibration', 'warn']]],
  [
    'other timestamps',
    { summary: { instrument: { ...instrument, timestamp_source: 'user' } } },
    [['timestamps', 'warn']],
  ],
  ['a run cut short', { summary: { state: 'interrupted' } }, [['interrupted', 'warn']]],
  [
    'a failed check',
    { summary: { verdict: verdictOf('invalid', 'lateness', ['*']) } },
    [['invalid-run', 'refuse']],
  ],
  ['a doubt', { summary: { verdict: verdictOf('suspect', 'trend', ['ttft']) } }, [['suspect-run', 'warn']]],
  [
    'a failed check of what isn’t compared',
    { summary: { verdict: verdictOf('invalid', 'lateness', ['ttft_from_plan']) } },
    [['invalid-elsewhere', 'warn']],
  ],
]

test.each(cases)('%s', (_, changed, expected) => {
  expect(found(changed)).toEqual(expected)
})

describe('messages', () => {
  const messages = (changed: RunOf, metrics?: readonly string[]): readonly string[] =>
    comparability(...sides({ path: 'b/1', ...changed }), metrics).map(({ message }) => message)

  test('name what differs, and how', () => {
    expect(messages(withFacts({ load: faster }))).toEqual(['the load differs: rate_per_s 8 in A, 16 in B'])
    expect(messages(withFacts({ serverSettings: { batch_size: 8 } }))).toEqual([
      'the server differs: batch_size none in A, 8 in B',
    ])
  })

  test('name runs, checks, and the metrics that they touch', () => {
    const verdict = verdictOf('invalid', 'timestamp-error', ['itl'])
    expect(messages({ summary: { verdict } })).toEqual([
      '2 of B’s 2 runs are INVALID for itl.p50, itl.p99: timestamp-error in b/1, b/1',
    ])
  })

  test('a failed check of a metric that isn’t asked for stands in nothing’s way', () => {
    const verdict = verdictOf('invalid', 'timestamp-error', ['itl'])
    expect(messages({ summary: { verdict } }, ['e2e.p50'])).toEqual([
      '2 of B’s 2 runs are INVALID, but in nothing that is compared: timestamp-error in b/1, b/1',
    ])
  })

  test('a query is touched by what touches its requests, goodput by what its objectives are of', () => {
    const objective = { ...streamedOpenLoop.objectives[0], metric: 'ttft', status: 'in_goodput' }
    const verdict = verdictOf('invalid', 'x', ['e2e', 'ttft'])
    const summary = { verdict, objectives: [objective as never] }
    expect(messages({ summary }, ['query.p99', 'goodput', 'error_rate'])[0]).toContain(
      'for query.p99, goodput:',
    )
  })
})

describe('the design', () => {
  test('all of one side before the other, whichever is first', () => {
    const early = [runOf(), runOf()]
    const late = [runOf(), runOf()]
    expect(comparability(early, late).map(({ message }) => message)[0]).toMatch(
      /^the runs of A were before those of B, and not by turns/,
    )
    expect(comparability(late, early).map(({ message }) => message)[0]).toMatch(
      /^the runs of B were before those of A/,
    )
  })

  test('figures that drift from run to run, and what that would do by itself', () => {
    const drifting = Array.from({ length: 8 }, (_, at) =>
      runOf({ slowed: 1.03 ** at * (at % 3 === 0 ? 1.001 : 1) }),
    )
    const notes = comparability(drifting.slice(0, 4), drifting.slice(4))
    expect(notes.map(({ id }) => id)).toEqual(['order', 'drift'])
    expect(notes[1]!.message).toMatch(
      /^figures drift from run to run, requests_per_s by −2\.\d %.* a run.*: by itself that would make ttft\.p50 of B \+1[23] %$/,
    )
    const [odd, even] = [1, 0].map((rest) => drifting.filter((_, at) => at % 2 === rest))
    const byTurns = comparability(even!, odd!)
    expect(byTurns.map(({ id }) => id)).toEqual(['drift'])
    expect(byTurns[0]!.message).toMatch(
      /a run.*: the runs were made by turns, and so that is left out of their comparison$/,
    )
    expect(comparability(even!.slice(1), odd!)[0]!.message).toContain('by itself')
  })

  test('no drift that is plain and less than anyone need know', () => {
    const drifting = Array.from({ length: 8 }, (_, at) => runOf({ slowed: 1 + at * 1e-5 }))
    const [odd, even] = [1, 0].map((rest) => drifting.filter((_, at) => at % 2 === rest))
    expect(comparability(even!, odd!)).toEqual([])
  })

  test('one run a side, and one against several', () => {
    expect(comparability([runOf()], [runOf()]).map(({ id }) => id)).toEqual(['few-runs'])
    const [first, one, last] = [runOf(), runOf(), runOf()]
    expect(comparability([first, last], [one]).map(({ message }) => message)).toEqual([
      'B is one run: how much its runs vary is taken from A’s',
    ])
  })

  test('the same run on both sides is refused', () => {
    const run = runOf({ path: 'runs/x' })
    expect(comparability([run, runOf()], [run, runOf()])[0]).toMatchObject({
      id: 'same-run',
      severity: 'refuse',
    })
  })

  test('runs of a side that aren’t repeats of each other are refused', () => {
    const [a, b, c, d] = [runOf(), runOf(), runOf(withFacts({ load: faster })), runOf()]
    expect(comparability([a, c], [b, d])[0]!.message).toBe('the load differs: rate_per_s 8, 16 in A, 8 in B')
  })
})

test('refusals come first, and each has something to do', () => {
  const notes = comparability(
    ...sides({ facts: { machine: { ...machine, fingerprint: 'f' }, tareVersion: '0.2.0', workload: '{}' } }),
  )
  expect(notes.map(({ severity }) => severity)).toEqual(['refuse', 'refuse', 'warn'])
  const refused = cases.flatMap(([, , expected]) => expected.filter(([, severity]) => severity === 'refuse'))
  expect(refused.filter(([id]) => remedyFor(id) === null)).toEqual([])
})
