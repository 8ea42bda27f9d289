import { expect, test } from 'vitest'
import { drawNormal } from './draw-normal.ts'
import { moments } from './moments.ts'
import { createRandom } from './random.ts'
import { sequentialLooks } from './sequential-looks.ts'
import { studentTQuantile } from './student-t-quantile.ts'

test('together have a false alarm in 5 % of comparisons', () => {
  const random = createRandom(6)
  const looks = sequentialLooks.map(({ blocks, alpha }) => {
    return { blocks, critical: studentTQuantile(1 - alpha / 2, blocks - 1) }
  })
  const trials = 20_000
  let alarms = 0
  for (let trial = 0; trial < trials; trial++) {
    const values = Array.from({ length: 16 }, () => drawNormal(random, 0, 1))
    const alarm = looks.some(({ blocks, critical }) => {
      const { mean, sd } = moments(values.slice(0, blocks))
      return Math.abs(mean) > (critical * sd) / Math.sqrt(blocks)
    })
    if (alarm) alarms += 1
  }
  // Three standard errors of the simulation.
  expect(Math.abs(alarms / trials - 0.05)).toBeLessThan(0.0046)
})
