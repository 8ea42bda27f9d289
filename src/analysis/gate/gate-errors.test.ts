import { expect, test } from 'vitest'
import { drawNormal } from '../../statistics/draw-normal.ts'
import { createRandom, type Random } from '../../statistics/random.ts'
import { abDefaults } from '../ab/ab-options.ts'
import { assessBlocks, lookedAt } from '../ab/assess-blocks.ts'
import { virtualBlocks } from '../ab/fixtures/virtual-blocks.ts'
import { levelAfter } from '../ab/level-after.ts'
import { compareBlocks } from '../comparison/compare-blocks.ts'
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
    const cell: ComparedCell = { cell: null, axes: {}, a, b, metrics, decisive: metrics }
    const outcomes = decideRegressions(gates, [cell], 0.05).map(({ outcome }) => outcome)
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

/**
 * Share of experiments that a gate of 5 % on TPOT fails, each ended by its own looks at TPOT, where B is worse by `change`; by the level
 * that the gate has after such an end, and by the whole 5 %.
 */
function failedAfterLooks(change: number, trials: number): { readonly fail: number; readonly naive: number } {
  const options = { ...abDefaults, metrics: ['tpot.p50'], keepFirst: true }
  const gate = { text: 'tpot.p50 5%', metric: 'tpot.p50', margin: 0.05 }
  const counts = { fail: 0, naive: 0 }
  for (let seed = 0; seed < trials; seed++) {
    const series = virtualBlocks({ count: 16, seed, change, runSd: 0.04 })
    let used = 6
    let assessment = assessBlocks(series.slice(0, used), options)
    while (assessment.nextLookAt !== null) {
      used = assessment.nextLookAt
      assessment = assessBlocks(series.slice(0, used), options)
    }
    const blocks = lookedAt(series.slice(0, used), assessment)
    const fails = (alpha: number): boolean => {
      const metrics = [compareBlocks(comparedMetric(gate.metric)!, blocks, { ...comparisonDefaults, alpha })]
      const cell: ComparedCell = { cell: null, axes: {}, a: [run], b: [run], metrics, decisive: metrics }
      return decideRegressions([gate], [cell], alpha)[0]!.outcome === 'fail'
    }
    if (fails(levelAfter(assessment, options))) counts.fail++
    if (fails(0.05)) counts.naive++
  }
  return { fail: counts.fail / trials, naive: counts.naive / trials }
}

const run = runOf()

test('after an A/B experiment that its figures ended, what is worse by just the margin fails in 1 of 40 at most', () => {
  const { fail, naive } = failedAfterLooks(0.05, 1000)
  expect(fail).toBeLessThan(0.04)
  expect(naive).toBeGreaterThan(fail)
})
