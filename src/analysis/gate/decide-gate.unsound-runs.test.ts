import { describe, expect, test } from 'vitest'
import { parseObjective } from '../../plan/parse-objective.ts'
import { decideGate } from './decide-gate.ts'
import { invalidBy, release, repeats, requestOf, runOf } from './fixtures/runs.ts'

describe('a run without a success', () => {
  const dead = runOf({ failed: 4800, summary: invalidBy('failures', ['*']) })

  test('fails, though it is INVALID, and though it is but one of several', () => {
    const report = decideGate(requestOf([...repeats(5), dead], repeats(6)))
    expect(report).toMatchObject({ outcome: 'fail', exitStatus: 4 })
    expect(report.gates.every(({ message }) => message === `no request of ${dead.path} succeeded`)).toBe(true)
  })

  test('fails without a baseline too', () => {
    expect(
      decideGate(requestOf([dead], null, { policy: { ...release, missingBaseline: 'seed' } })),
    ).toMatchObject({ outcome: 'fail', exitStatus: 4 })
  })

  test('that sent nothing is the client’s doing', () => {
    const { load } = dead.summary
    const idle = runOf({
      summary: { ...invalidBy('failures', ['*']), load: { ...load, sent: 0, ok: 0, failed: 0 } },
    })
    expect(decideGate(requestOf([idle], repeats(2)))).toMatchObject({ outcome: 'invalid', exitStatus: 3 })
  })
})

describe('an INVALID run', () => {
  test.each([['*'], ['ttft'], ['output_tokens_per_s']])(
    'in %s of a gated metric is neither a pass nor a fail',
    (touched) => {
      const invalid = runOf({ slower: 20, fewer: 10, summary: invalidBy('trend', [touched]) })
      for (const force of [false, true]) {
        const report = decideGate(
          requestOf([...repeats(3), invalid], repeats(3), { policy: { ...release, force } }),
        )
        expect(report).toMatchObject({ outcome: 'invalid', exitStatus: 3 })
        expect(report.notes).toContainEqual({
          id: 'invalid-run',
          severity: 'refuse',
          message: `${invalid.path} is INVALID by trend`,
        })
      }
    },
  )

  test('in what isn’t gated counts', () => {
    const touched = repeats(6).map((run) => ({
      ...run,
      summary: { ...run.summary, ...invalidBy('trend', ['e2e']) },
    }))
    expect(decideGate(requestOf(touched, repeats(6)))).toMatchObject({ outcome: 'pass', exitStatus: 0 })
  })

  test('in an objective’s metric is one too', () => {
    const run = runOf({ summary: invalidBy('trend', ['e2e']) })
    const objectives = [parseObjective('e2e.p50 < 9s')]
    expect(decideGate(requestOf([run], null, { baselineName: null, gates: [], objectives }))).toMatchObject({
      outcome: 'invalid',
      exitStatus: 3,
    })
  })

  test('because most requests failed still has an error rate', () => {
    const gates = [{ text: 'error_rate 1pp', metric: 'error_rate', margin: 0.01 }]
    const failing = repeats(3, { failed: 3000, summary: invalidBy('failures', ['*']) })
    expect(decideGate(requestOf(failing, repeats(3), { gates }))).toMatchObject({
      outcome: 'fail',
      exitStatus: 4,
    })
  })

  test('of the baseline is left out where there are others, else the gate is invalid', () => {
    const invalid = runOf({ slower: 9, summary: invalidBy('trend', ['ttft']) })
    const left = decideGate(requestOf(repeats(6), [...repeats(6), invalid]))
    expect(left).toMatchObject({ outcome: 'pass', baselineRuns: 6 })
    expect(left.notes).toContainEqual(
      expect.objectContaining({ id: 'invalid-baseline-run', severity: 'warn' }),
    )
    expect(decideGate(requestOf(repeats(6), [invalid]))).toMatchObject({ outcome: 'invalid', exitStatus: 3 })
  })
})
