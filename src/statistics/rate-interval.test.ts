import { describe, expect, test } from 'vitest'
import { drawExponential } from './draw-exponential.ts'
import { standardError } from './fixtures/coverage.ts'
import { createRandom, type Random } from './random.ts'
import { rateInterval, timeSlices } from './rate-interval.ts'

/** Poisson, so many expected in the whole window. */
function poissonSlices(random: Random, expected: number): Float64Array {
  const slices = new Float64Array(timeSlices)
  for (let at = drawExponential(random, 1 / expected); at < 1; at += drawExponential(random, 1 / expected))
    slices[Math.floor(at * timeSlices)]! += 1
  return slices
}

/** Requests that arrive as a Poisson process and each bring tokens evenly over a share `lasts` of the window. */
function tokenSlices(random: Random, requests: number, lasts: number): Float64Array {
  const slices = new Float64Array(timeSlices)
  for (let at = -lasts; at < 1; at += drawExponential(random, 1 / requests)) {
    const first = at * timeSlices
    const last = (at + lasts) * timeSlices
    for (let i = Math.max(0, Math.floor(first)); i < Math.min(timeSlices, last); i++)
      slices[i]! += Math.min(i + 1, last) - Math.max(i, first)
  }
  return slices
}

function coverage(
  runs: number,
  truth: number,
  slices: (random: Random) => Float64Array,
  knownDependence = 1,
): { printed: number; covered: number } {
  let printed = 0
  let covered = 0
  for (let run = 0; run < runs; run++) {
    const interval = rateInterval(slices(createRandom(9, run)), knownDependence)
    if (interval === null) continue
    printed++
    if (interval[0] <= truth && truth <= interval[1]) covered++
  }
  return { printed, covered }
}

describe('rateInterval', () => {
  test.each([40, 100, 1000])(
    'covers the rate of %d Poisson events in 0.92 to 0.98 of runs, and prints it',
    (expected) => {
      const { printed, covered } = coverage(1000, expected / timeSlices, (random) =>
        poissonSlices(random, expected),
      )
      expect(printed).toBeGreaterThan(980)
      expect(covered / printed).toBeGreaterThan(0.92)
      expect(covered / printed).toBeLessThan(0.98)
    },
  )

  test.each([0.01, 0.03])('covers the rate of tokens of requests that last %d of the window', (lasts) => {
    const truth = 200 * lasts
    const { printed, covered } = coverage(500, truth, (random) => tokenSlices(random, 200, lasts))
    expect(printed).toBeGreaterThan(475)
    expect(covered / printed).toBeGreaterThan(0.92)
    expect(covered / printed).toBeLessThan(0.98 + 2 * standardError(printed))
  })

  test('covers them for a tenth of the window when that is known', () => {
    const { printed, covered } = coverage(500, 20, (random) => tokenSlices(random, 200, 0.1), 20)
    expect(printed).toBeGreaterThan(150)
    expect(covered / printed).toBeGreaterThan(0.92)
  })

  test('is refused of what is known to be few lengths long, and in most runs when it isn’t', () => {
    const known = coverage(100, 40, (random) => tokenSlices(random, 200, 0.2), 40)
    expect(known.printed).toBe(0)
    const { printed } = coverage(500, 200 * 0.4, (random) => tokenSlices(random, 200, 0.4))
    expect(printed / 500).toBeLessThan(0.15)
  })

  test('is a point of what is perfectly even, and none of what hardly happened', () => {
    expect(rateInterval(new Float64Array(timeSlices).fill(0.1))).toEqual([
      expect.closeTo(0.1, 12),
      expect.closeTo(0.1, 12),
    ])
    const few = new Float64Array(timeSlices)
    few[3] = few[80] = few[190] = 5
    expect(rateInterval(few)).toBeNull()
    expect(rateInterval(new Float64Array(timeSlices))).toBeNull()
    expect(() => rateInterval(new Float64Array(3))).toThrow(RangeError)
  })
})
