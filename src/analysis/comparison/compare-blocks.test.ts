import { expect, test } from 'vitest'
import { type Block, compareBlocks } from './compare-blocks.ts'
import { compareMetric } from './compare-metric.ts'
import { comparedMetric } from './compared-metric.ts'
import { comparisonDefaults } from './comparison-options.ts'
import { withFailures, withLatency, withRate, withUnresolvedLatency } from './fixtures/summaries-of.ts'

const options = { ...comparisonDefaults, alpha: 0.05 }
const latency = comparedMetric('e2e.p50')!
const blocks: readonly Block[] = [100, 140, 90, 120, 200, 160].map((ms, i) => {
  return { a: withLatency(ms), b: withLatency(ms * 1.05 * (i % 2 === 0 ? 1.01 : 0.99)) }
})

test('leaves out what a block’s runs share', () => {
  const found = compareBlocks(latency, blocks, options)
  expect(found).toMatchObject({ variation: 'paired', verdict: 'worse', degrees: 5, a: { runs: 6, of: 6 } })
  expect(found.change).toBeCloseTo(0.05, 3)
  const unpaired = compareMetric(
    latency,
    blocks.map(({ a }) => a),
    blocks.map(({ b }) => b),
    options,
  )
  expect(unpaired.verdict).toBe('cant_tell')
})

test('is Student’s t of the mean logarithm, at 1 − alpha', () => {
  const logs = blocks.map((_, i) => Math.log(1.05 * (i % 2 === 0 ? 1.01 : 0.99)))
  const mean = logs.reduce((sum, log) => sum + log, 0) / 6
  const error = Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / 5 / 6)
  const found = compareBlocks(latency, blocks, options)
  // 2.5706 is the quantile of t with 5 degrees of freedom.
  expect(found.changeCi95![1]).toBeCloseTo(Math.expm1(mean + 2.570582 * error), 6)
  const strict = compareBlocks(latency, blocks, { ...options, alpha: 0.0187 })
  expect(strict.changeCi95![1]).toBeGreaterThan(found.changeCi95![1])
  expect(strict.smallestShown).toBeGreaterThan(found.smallestShown!)
  expect(strict.p).toBe(found.p)
})

test('the verdict is at alpha', () => {
  const even = [1.02, 1.005, 1.03, 0.999, 1.012, 1.006].map((ratio) => {
    return { a: withLatency(100), b: withLatency(100 * ratio) }
  })
  const { p } = compareBlocks(latency, even, options)
  expect(compareBlocks(latency, even, { ...options, alpha: p! + 1e-6 }).verdict).toBe('worse')
  expect(compareBlocks(latency, even, { ...options, alpha: p! - 1e-6 }).verdict).not.toBe('worse')
})

test('runs of a block need not resolve the figure by themselves', () => {
  const unresolved = blocks.map(({ a, b }, i) => {
    return { a: i === 0 ? a : withUnresolvedLatency(a.latency_ms.e2e.p50!), b }
  })
  const { note, ...found } = compareBlocks(latency, unresolved, options)
  expect({ ...found, note: null }).toEqual(compareBlocks(latency, blocks, options))
  expect(note).toContain('in single runs')
})

test('blocks without the figure are left out; too few say nothing', () => {
  const missing = { a: withLatency(100), b: withLatency(null) }
  expect(compareBlocks(latency, [...blocks, missing], options)).toMatchObject({
    a: { runs: 6, of: 7 },
    note: 'e2e.p50 has too few requests in 1 of 7 runs of B',
  })
  expect(compareBlocks(latency, [blocks[0]!, missing, missing], options).verdict).toBe('cant_tell')
  expect(compareBlocks(latency, blocks.slice(0, 1), options)).toMatchObject({
    verdict: 'cant_tell',
    note: 'one block shows no variation',
  })
  expect(compareBlocks(latency, [], options).verdict).toBe('cant_tell')
})

test('0 has no ratio', () => {
  const rate = comparedMetric('requests_per_s')!
  const found = compareBlocks(
    rate,
    [0, 8, 8].map((b) => ({ a: withRate(8), b: withRate(b) })),
    options,
  )
  expect(found).toMatchObject({ verdict: 'cant_tell', note: 'requests_per_s is 0 in 1 of 3 runs of B' })
})

test('blocks that agree exactly do so as far as whole requests tell', () => {
  const rate = comparedMetric('requests_per_s')!
  const of = (perSecond: number, seconds: number) => {
    const run = withRate(perSecond)
    return { ...run, window: { ...run.window, start_ns: 0, end_ns: seconds * 1e9 } }
  }
  const few = [0, 0].map(() => ({ a: of(10, 0.5), b: of(8, 0.5) }))
  expect(compareBlocks(rate, few, options)).toMatchObject({ verdict: 'cant_tell', degrees: 1 })
  const many = [0, 0, 0].map(() => ({ a: of(10, 100), b: of(8, 100) }))
  expect(compareBlocks(rate, many, options).verdict).toBe('worse')
})

test('shares by their differences, and by their counts where no block differs', () => {
  const errors = comparedMetric('error_rate')!
  const differing = [3, 5, 2, 6].map((failed) => ({ a: withFailures(0, 100), b: withFailures(failed, 100) }))
  expect(compareBlocks(errors, differing, options)).toMatchObject({
    variation: 'paired',
    change: expect.closeTo(0.04, 12),
    verdict: 'worse',
  })
  // One failure more in each is no proof.
  const even = [0, 0, 0].map(() => ({ a: withFailures(0, 1000), b: withFailures(1, 1000) }))
  expect(compareBlocks(errors, even, options)).toMatchObject({
    variation: 'counts',
    verdict: 'no_difference_shown',
  })
  const clean = [0, 0, 0].map(() => ({ a: withFailures(0, 1000), b: withFailures(0, 1000) }))
  const found = compareBlocks(errors, clean, options)
  expect(found).toMatchObject({ variation: 'counts', verdict: 'no_difference_shown' })
  expect(found.changeCi95![1]).toBeGreaterThan(0.001)
})
