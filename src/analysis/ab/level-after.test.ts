import { expect, test } from 'vitest'
import { sequentialLooks } from '../../statistics/sequential-looks.ts'
import { abDefaults } from './ab-options.ts'
import { type AbAssessment, assessBlocks } from './assess-blocks.ts'
import { virtualBlocks } from './fixtures/virtual-blocks.ts'
import { levelAfter } from './level-after.ts'

const looksTo = (blocks: number): AbAssessment['looks'] =>
  sequentialLooks.filter((look) => look.blocks <= blocks).map((look) => ({ ...look, open: [] }))

test.each([
  // What ended it isn't what the figures were.
  ['going_on', 0, 16, 0.05],
  ['no_figures', 0, 16, 0.05],
  ['going_on', 6, 16, 0.03125],
  ['going_on', 10, 16, 0.01875],
  // The last look: that would have been in any case.
  ['decided', 6, 6, 0.05],
  ['out_of_blocks', 6, 6, 0.05],
  ['decided', 10, 10, 0.03125],
  ['decided', 16, 16, 0.0263],
  ['out_of_blocks', 16, 16, 0.0263],
  // The figures.
  ['decided', 6, 10, 0.0187],
  ['decided', 6, 16, 0.0187],
  ['decided', 10, 16, 0.017],
] as const)('%s with the last look at %i of %i blocks: %f', (state, last, mostBlocks, level) => {
  expect(levelAfter({ state, looks: looksTo(last) }, { mostBlocks })).toBeCloseTo(level, 10)
})

test('of an experiment that a difference ended at its first look of three', () => {
  const options = { ...abDefaults, metrics: ['tpot.p50'] }
  const assessment = assessBlocks(virtualBlocks({ count: 6, seed: 3, change: 0.2 }), options)
  expect(assessment.state).toBe('decided')
  expect(levelAfter(assessment, options)).toBe(0.0187)
})
