import { describe, expect, test } from 'vitest'
import { coverageOf, type Figure, standardError } from '../../src/statistics/fixtures/coverage.ts'
import { autoregressive, exponential, type Law, lognormal, mm1 } from '../../src/statistics/fixtures/laws.ts'

const figures: readonly Figure[] = ['mean', 0.5, 0.9, 0.95, 0.99, 0.999]
const lengths = [60, 100, 200, 400, 1000, 2000, 5000, 10_000, 30_000, 100_000]
const laws: readonly Law[] = [
  exponential,
  lognormal,
  autoregressive(0.5),
  autoregressive(0.9),
  mm1(0.5),
  mm1(0.8),
  mm1(0.9),
]

/**
 * Prints the table of docs/intervals.md: coverage where the number was printed, and after the stroke the share of runs in which it
 * was. A number that a tenth of the runs print or more must be covered as promised, within two standard errors of the simulation;
 * where fewer than nine tenths do, near the limit of refusal, it may be covered more often. One that hardly any prints is printed by
 * those that saw no dependence at all: how often a run prints an interval that misses is bounded instead.
 */
describe.each(laws)('$name', (law) => {
  test.each(lengths)('n = %d', (n) => {
    const runs = n <= 2000 ? 4000 : n <= 10_000 ? 1500 : n <= 30_000 ? 600 : 300
    const cells = coverageOf(law, n, runs, figures, 20)
    const shown = cells.map(({ printed, covered }) =>
      printed === 0 ? '—' : `${(covered / printed).toFixed(3)} / ${((100 * printed) / runs).toFixed(0)} %`,
    )
    console.log(`| ${[law.name, String(n), ...shown].join(' | ')} |`)
    cells.forEach(({ printed, covered }, at) => {
      const share = covered / printed
      const slack = 2 * standardError(printed)
      if (printed / runs >= 0.1) {
        expect.soft([figures[at], share, share > 0.92 - slack]).toEqual([figures[at], share, true])
        if (printed / runs >= 0.9)
          expect.soft([figures[at], share, share < 0.98 + slack]).toEqual([figures[at], share, true])
      } else {
        expect([figures[at], (printed - covered) / runs < 0.06]).toEqual([figures[at], true])
      }
    })
  })
})
