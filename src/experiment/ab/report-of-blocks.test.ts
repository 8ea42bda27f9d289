import { expect, test } from 'vitest'
import { abDefaults } from '../../analysis/ab/ab-options.ts'
import { comparability } from '../../analysis/comparison/comparability.ts'
import { runOf } from '../../analysis/comparison/fixtures/compared-runs.ts'
import { planFromFlags } from '../../plan/plan-from-flags.ts'
import { surroundings } from '../surroundings.ts'
import { reportOfBlocks } from './report-of-blocks.ts'

test('says of blocks neither that they drift nor in which order they were: that cancels in each', () => {
  const blocks = Array.from({ length: 4 }, (_, at) => {
    const slowed = 1.03 ** at * (at % 3 === 0 ? 1.001 : 1)
    return { a: runOf({ slowed }), b: runOf({ slowed }) }
  })
  const side = { name: 'x', plan: planFromFlags({}, surroundings()) }
  const options = { ...abDefaults, metrics: ['ttft.p50'] }
  const task = { a: side, b: side, options, aaBlocks: null, budgetSeconds: 1, force: false }
  const [a, b] = [blocks.map((block) => block.a), blocks.map((block) => block.b)]
  expect(comparability(a, b, options.metrics).map(({ id }) => id)).toEqual(['drift'])
  expect(reportOfBlocks(task, [], blocks, 'decided').notes).toEqual([])
})
