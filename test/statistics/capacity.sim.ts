import { describe, expect, test } from 'vitest'
import {
  type Mm1Server,
  probeMm1,
  station,
  trueCapacity,
} from '../../src/analysis/capacity/fixtures/mm1-server.ts'
import { searchAll } from '../../src/analysis/capacity/fixtures/search-all.ts'
import { drawNormal } from '../../src/statistics/draw-normal.ts'
import { createRandom } from '../../src/statistics/random.ts'

const searches = 200

/** Where the share beyond the limit, averaged over runs whose speed differs, is what is allowed. */
function meanCapacity(server: Mm1Server): number {
  const { meanServiceSeconds, limitSeconds, p, betweenRuns = 0 } = server
  const random = createRandom(3)
  const services = Array.from({ length: 20_000 }, () => {
    return meanServiceSeconds * Math.exp(betweenRuns * drawNormal(random, 0, 1))
  })
  const beyond = (rate: number): number => {
    const shares = services.map((service) => Math.min(1, Math.exp((rate - 1 / service) * limitSeconds)))
    return shares.reduce((sum, share) => sum + share, 0) / shares.length
  }
  let [low, high] = [1, 1 / meanServiceSeconds]
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2
    if (beyond(middle) > 1 - p) high = middle
    else low = middle
  }
  return low
}

/** Prints the table of docs/capacity.md. */
describe('capacity searches on M/M/1', () => {
  const cases = [
    { width: 0.05, budgetSeconds: 1000, betweenRuns: 0 },
    { width: 0.05, budgetSeconds: 3000, betweenRuns: 0 },
    { width: 0.05, budgetSeconds: 10_000, betweenRuns: 0 },
    { width: 0.05, budgetSeconds: 80_000, betweenRuns: 0 },
    { width: 0.1, budgetSeconds: 20_000, betweenRuns: 0 },
    { width: 0.1, budgetSeconds: 20_000, betweenRuns: 0.03 },
  ]
  test.each(cases)('%o', ({ width, budgetSeconds, betweenRuns }) => {
    const server = { ...station, betweenRuns }
    const truth = betweenRuns === 0 ? trueCapacity(station) : meanCapacity(server)
    const answers = Array.from({ length: searches }, (_, seed) => {
      const request = {
        axis: 'rate',
        floor: 1,
        ceiling: 200,
        width,
        budgetSeconds,
        seed: 1000 + seed,
      } as const
      return searchAll(request, (order) => probeMm1(server, order)).answer
    })
    const held = answers.filter(({ verified, refuted }) => {
      return (verified ?? 0) <= truth && truth <= (refuted ?? Number.POSITIVE_INFINITY)
    }).length
    const both = answers.flatMap(({ verified, refuted }) => {
      return verified === null || refuted === null ? [] : [{ verified, refuted }]
    })
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, each) => sum + each, 0) / values.length
    const bias = mean(both.map(({ verified, refuted }) => Math.log(Math.sqrt(verified * refuted) / truth)))
    const widths = both.map(({ verified, refuted }) => refuted / verified).sort((a, b) => a - b)
    const spent = mean(answers.map(({ spentSeconds }) => spentSeconds))
    const cells = [
      `${100 * width} %`,
      `${budgetSeconds}`,
      `${100 * betweenRuns} %`,
      (held / searches).toFixed(3),
      (both.length / searches).toFixed(2),
      widths[widths.length >> 1]!.toFixed(2),
      `${(100 * bias).toFixed(1)} %`,
      spent.toFixed(0),
    ]
    console.log(`| ${cells.join(' | ')} |`)
    expect(held / searches).toBeGreaterThan(0.95 - 2 * Math.sqrt((0.95 * 0.05) / searches))
    if (budgetSeconds >= 10_000) expect(Math.abs(bias)).toBeLessThan(0.02)
  })
})
