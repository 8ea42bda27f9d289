import { describe, expect, test } from 'vitest'
import { coverageOf, type Figure, standardError } from './fixtures/coverage.ts'
import { autoregressive, constant, exponential, type Law, lognormal, mm1, ties } from './fixtures/laws.ts'
import { shares } from './quantile-interval.ts'
import { createRandom } from './random.ts'

interface Cell {
  readonly law: Law
  readonly n: number
  readonly runs: number
  readonly figures: readonly Figure[]
}

/**
 * A part of test/statistics/intervals.sim.ts (`npm run test:statistics`), with seeds as fixed as its own: runs in which nearly every
 * number is printed, and runs in which hardly one is. The Monte-Carlo error of a cell is 0.006 (1500 runs) to 0.025 (80), so each
 * is held to the band within two of those, and all of them together to the band itself.
 */
const printed: readonly Cell[] = [
  { law: exponential, n: 100, runs: 1500, figures: ['mean', 0.5, 0.9] },
  { law: lognormal, n: 100, runs: 1500, figures: ['mean'] },
  { law: exponential, n: 400, runs: 1000, figures: ['mean', 0.5, 0.95] },
  { law: exponential, n: 2000, runs: 400, figures: ['mean', 0.5, 0.9, 0.95, 0.99] },
  { law: autoregressive(0.5), n: 1000, runs: 600, figures: ['mean', 0.5, 0.9, 0.95] },
  { law: autoregressive(0.9), n: 5000, runs: 200, figures: ['mean', 0.5, 0.9, 0.95] },
  { law: mm1(0.5), n: 2000, runs: 500, figures: ['mean', 0.5, 0.9, 0.95] },
  { law: mm1(0.8), n: 10_000, runs: 150, figures: ['mean', 0.5, 0.9] },
  { law: mm1(0.9), n: 40_000, runs: 80, figures: ['mean', 0.5] },
]

const refused: readonly Cell[] = [
  { law: exponential, n: 30, runs: 200, figures: ['mean', 0.5, 0.9] },
  { law: exponential, n: 200, runs: 200, figures: [0.99] },
  { law: exponential, n: 2000, runs: 100, figures: [0.999] },
  { law: mm1(0.8), n: 400, runs: 400, figures: ['mean', 0.5, 0.9, 0.95] },
  { law: mm1(0.9), n: 2000, runs: 200, figures: ['mean', 0.5, 0.9, 0.95, 0.99] },
  { law: mm1(0.9), n: 5000, runs: 100, figures: [0.9, 0.95, 0.99, 0.999] },
  { law: autoregressive(0.9), n: 400, runs: 400, figures: ['mean', 0.5, 0.9] },
]

describe('intervals cover the truth in 0.92 to 0.98 of the runs in which the number is printed', () => {
  const total = { printed: 0, covered: 0 }

  test.each(printed)('$law.name, n = $n', ({ law, n, runs, figures }) => {
    coverageOf(law, n, runs, figures).forEach((counts, at) => {
      const share = counts.covered / counts.printed
      const slack = 2 * standardError(counts.printed)
      const inBand = share > 0.92 - slack && share < 0.98 + slack
      expect([figures[at], share, inBand]).toEqual([figures[at], share, true])
      expect([figures[at], counts.printed / runs > 0.9]).toEqual([figures[at], true])
      total.printed += counts.printed
      total.covered += counts.covered
    })
  })

  test('all of these together', () => {
    expect(total.printed).toBeGreaterThan(12_000)
    expect(total.covered / total.printed).toBeGreaterThan(0.92)
    expect(total.covered / total.printed).toBeLessThan(0.98)
  })

  test('of ties at least: an interval of whole numbers covers more than it must', () => {
    for (const { printed, covered } of coverageOf(ties, 400, 500, [0.5, 0.9]))
      expect(covered / printed).toBeGreaterThan(0.92)
    expect(coverageOf(constant, 100, 1, ['mean', 0.5, 0.9])).toEqual(
      Array(3).fill({ runs: 1, printed: 1, covered: 1 }),
    )
  })
})

describe('what a run does not support is refused', () => {
  test.each(refused)('$law.name, n = $n', ({ law, n, runs, figures }) => {
    coverageOf(law, n, runs, figures).forEach((counts, at) => {
      expect([figures[at], counts.printed / runs <= 0.05]).toEqual([figures[at], true])
    })
  })
})

test('this simulation can fail: the order statistics of independent values, at rho 0.8', () => {
  const law = mm1(0.8)
  const [n, p, runs] = [10_000, 0.99, 100]
  const [low, high] = shares(p, n)
  let covered = 0
  for (let run = 0; run < runs; run++) {
    const sorted = law.draw(createRandom(1, run), n).sort()
    if (
      sorted[Math.ceil(n * low) - 1]! <= law.quantile(p) &&
      law.quantile(p) <= sorted[Math.floor(n * high)]!
    )
      covered++
  }
  expect(covered / runs).toBeLessThan(0.4)
})
