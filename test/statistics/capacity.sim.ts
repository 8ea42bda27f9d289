import { describe, expect, test } from 'vitest'
import type { CapacityAnswer } from '../../src/analysis/capacity/capacity-answer.ts'
import { engineCapacity, probeEngine, shareLate } from '../../src/analysis/capacity/fixtures/engine-server.ts'
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
    const of = `M/M/1, ${100 * betweenRuns} %`
    const { held, bias } = tabulated(of, truth, width, budgetSeconds, answers)
    expect(held).toBeGreaterThan(0.95 - 2 * Math.sqrt((0.95 * 0.05) / searches))
    if (budgetSeconds >= 10_000) expect(Math.abs(bias)).toBeLessThan(0.02)
  })
})

describe('capacity searches on the simulator’s engine', () => {
  test('its true capacity is where a tenth of the first tokens come late', () => {
    expect(shareLate(engineCapacity, 50_000, 9)).toBeCloseTo(0.1, 2)
  })

  test.each([300, 660, 1800, 6000])('%d s', (budgetSeconds) => {
    const answers = Array.from({ length: searches }, (_, seed) => {
      const request = { axis: 'rate', floor: 5, ceiling: 80, width: 0.05, budgetSeconds, seed } as const
      return searchAll(request, probeEngine).answer
    })
    const { held } = tabulated('LLM engine', engineCapacity, 0.05, budgetSeconds, answers)
    expect(held).toBeGreaterThan(0.95 - 2 * Math.sqrt((0.95 * 0.05) / searches))
  })
})

/** Prints a row, and returns the share of searches whose bounds hold the truth and the mean bias of ln(middle). */
function tabulated(
  of: string,
  truth: number,
  width: number,
  budgetSeconds: number,
  answers: readonly CapacityAnswer[],
): { readonly held: number; readonly bias: number } {
  const held = answers.filter(({ verified, refuted }) => {
    return (verified ?? 0) <= truth && truth <= (refuted ?? Number.POSITIVE_INFINITY)
  })
  const both = answers.flatMap(({ verified, refuted }) => {
    return verified === null || refuted === null ? [] : [{ verified, refuted }]
  })
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, each) => sum + each, 0) / values.length
  const bias = mean(both.map(({ verified, refuted }) => Math.log(Math.sqrt(verified * refuted) / truth)))
  const widths = both.map(({ verified, refuted }) => refuted / verified).sort((a, b) => a - b)
  const cells = [
    of,
    `${100 * width} %`,
    `${budgetSeconds}`,
    (held.length / answers.length).toFixed(3),
    (both.length / answers.length).toFixed(2),
    widths[widths.length >> 1]!.toFixed(2),
    `${(100 * bias).toFixed(1)} %`,
    mean(answers.map(({ spentSeconds }) => spentSeconds)).toFixed(0),
  ]
  console.log(`| ${cells.join(' | ')} |`)
  return { held: held.length / answers.length, bias }
}
