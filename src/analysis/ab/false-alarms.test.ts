import { expect, test } from 'vitest'
import { type AbOptions, abDefaults } from './ab-options.ts'
import { assessBlocks } from './assess-blocks.ts'
import { falseAlarms } from './false-alarms.ts'
import { virtualBlocks } from './fixtures/virtual-blocks.ts'

const options: AbOptions = { ...abDefaults, metrics: ['tpot.p50'] }

test('a series holds experiments one after the other, each with blocks of its own', () => {
  const quiet = virtualBlocks({ count: 26, seed: 1, blockSd: 0 })
  const { experiments, metrics } = falseAlarms(quiet, options, ['tpot.p50', 'ttft.p50', 'queries_per_s'])
  expect(experiments).toMatchObject({ comparisons: 4, alarms: 0 })
  expect(experiments.ci95![1]).toBeCloseTo(1 - 0.025 ** (1 / 4), 6)
  expect(metrics).toMatchObject([
    { metric: 'tpot.p50', comparisons: 4 },
    { metric: 'ttft.p50', comparisons: 4 },
    { metric: 'queries_per_s', comparisons: 0, ci95: null },
  ])
  expect(falseAlarms(quiet.slice(0, 5), options, []).experiments).toEqual({
    comparisons: 0,
    alarms: 0,
    ci95: null,
  })
})

test('what isn’t over at the end of the series isn’t counted', () => {
  const noisy = virtualBlocks({ count: 22, seed: 2, runSd: 0.3 })
  expect(assessBlocks(noisy.slice(0, 16), options).state).toBe('out_of_blocks')
  expect(falseAlarms(noisy, options, []).experiments.comparisons).toBe(1)
})

test('a difference that is there is an alarm', () => {
  const { experiments } = falseAlarms(virtualBlocks({ count: 12, seed: 3, change: 0.1 }), options, [])
  expect(experiments).toMatchObject({ comparisons: 2, alarms: 2 })
})

test.each([
  ['blocks that differ from each other', { blockSd: 0.1 }],
  ['runs that drift', { drift: 0.005 }],
  ['a first block that is cold', { firstShift: 0.3 }],
])('experiments of a server with itself raise alarms in at most 5 %%: %s', (_, law) => {
  const alarms = Array.from({ length: 200 }, (_, at) => {
    const blocks = virtualBlocks({ count: 17, seed: 5000 + at, runSd: 0.03, ...law })
    const verdict = assessBlocks(blocks, options).metrics[0]!.comparison.verdict
    return verdict === 'better' || verdict === 'worse'
  }).filter((alarm) => alarm).length
  // Three standard errors above 5 %.
  expect(alarms / 200).toBeLessThan(0.096)
})
