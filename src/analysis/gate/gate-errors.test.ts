import { expect, test } from 'vitest'
import { drawNormal } from '../../statistics/draw-normal.ts'
import { createRandom, type Random } from '../../statistics/random.ts'
import { compareMetric } from '../comparison/compare-metric.ts'
import { comparedMetric } from '../comparison/compared-metric.ts'
import type { ComparedRun } from '../comparison/compared-run.ts'
import { comparisonDefaults } from '../comparison/comparison-options.ts'
import { type ComparedCell, decideRegressions } from './decide-regressions.ts'
import { runOf } from './fixtures/runs.ts'

const gates = [
  { text: 'ttft.p99 5%', metric: 'ttft.p99', margin: 0.05 },
  { text: 'output_tokens_per_s 5%', metric: 'output_tokens_per_s', margin: 0.05 },
  { text: 'e2e.p50 5%', metric: 'e2e.p50', margin: 0.05 },
]

/** Runs that vary by 3 %, rates and latencies by themselves, each `worse` times as bad. */
function runs(random: Random, count: number, worse: number): readonly ComparedRun[] {
  return Array.from({ length: count }, () =>
    runOf({
      slower: worse * Math.exp(drawNormal(random, 0, 0.03)),
      fewer: worse * Math.exp(drawNormal(random, 0, 0.03)),
    }),
  )
}

/** Shares of gates that pass, and fail, as a whole, of so many of six runs a side. */
function shares(worse: number, times: number): { readonly pass: number; readonly fail: number } {
  const random = createRandom(1, Math.round(worse * 1000))
  let [pass, fail] = [0, 0]
  for (let each = 0; each < times; each++) {
    const [a, b] = [runs(random, 6, 1), runs(random, 6, worse)]
    const metrics = gates.map(({ metric }) =>
      compareMetric(
        comparedMetric(metric)!,
        a.map(({ summary }) => summary),
        b.map(({ summary }) => summary),
        comparisonDefaults,
      ),
    )
    const cell: ComparedCell = { cell: null, axes: {}, a, b, metrics }
    const outcomes = decideRegressions(gates, [cell]).map(({ outcome }) => outcome)
    if (outcomes.includes('fail')) fail++
    else if (outcomes.every((outcome) => outcome === 'pass')) pass++
  }
  return { pass: pass / times, fail: fail / times }
}

const times = 300
/** Of a share of 0.025, what a sample of 300 doesn't exceed in 999 of 1000. */
const mostFalse = 0.057

test('what hasn’t changed doesn’t fail', () => {
  expect(shares(1, times).fail).toBeLessThan(0.01)
})

test('what is worse by just the margin neither fails nor passes, but for 1 of 40 at most', () => {
  const { pass, fail } = shares(1.05, times)
  expect(fail).toBeLessThan(mostFalse)
  expect(pass).toBeLessThan(mostFalse)
})

test('what is worse by far fails', () => {
  expect(shares(1.2, 100).fail).toBeGreaterThan(0.98)
})
