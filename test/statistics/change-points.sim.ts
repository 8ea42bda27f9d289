import { describe, expect, test } from 'vitest'
import { eDivisive } from '../../src/statistics/e-divisive.ts'
import {
  autoregressiveNoise,
  heavyTails,
  iidNormal,
  type RunNoise,
  skewed,
  weekly,
} from '../../src/statistics/fixtures/run-noise.ts'
import { createRandom } from '../../src/statistics/random.ts'

const series = 500
const steps = 200
const noises = [iidNormal, autoregressiveNoise(0.5), autoregressiveNoise(0.7), heavyTails, skewed, weekly]
const leastShift = Math.log1p(0.05)

/** Of stable series of 100 runs, looked at after every run: how many have a change, and how many changes there are a series. */
function falseAlarms(noise: RunNoise, sd: number): { share: number; changes: number } {
  let withOne = 0
  let changes = 0
  for (let seed = 0; seed < series; seed++) {
    const values = noise.draw(createRandom(seed, 1), 100).map((value) => value * sd)
    const found = eDivisive(values, { leastShift }).length
    changes += found
    if (found > 0) withOne++
  }
  return { share: withOne / series, changes: changes / series }
}

interface Detection {
  readonly byThird: number
  readonly median: number
  readonly p90: number
  readonly inPlace: number
}

/** A step after 40 runs, and 60 more: after how many of those it is found, how often by the third, and how often just there. */
function detection(noise: RunNoise, sd: number, step: number): Detection {
  const delays: number[] = []
  let inPlace = 0
  for (let seed = 0; seed < steps; seed++) {
    const drawn = noise.draw(createRandom(seed, 2), 100)
    const values = drawn.map((value, i) => value * sd + (i < 40 ? 0 : Math.log1p(step)))
    const change = eDivisive(values, { leastShift }).find(({ seen }) => seen > 40)
    delays.push(change === undefined ? Number.POSITIVE_INFINITY : change.seen - 40)
    if (change?.at === 40) inPlace++
  }
  delays.sort((a, b) => a - b)
  return {
    byThird: delays.filter((delay) => delay <= 3).length / steps,
    median: delays[steps / 2]!,
    p90: delays[0.9 * steps]!,
    inPlace: inPlace / steps,
  }
}

/** Prints the tables of docs/trend.md. */
describe.each(noises)('$name', (noise) => {
  test.each([0.01, 0.02, 0.03, 0.05, 0.1])('no change, sd %d', (sd) => {
    const { share, changes } = falseAlarms(noise, sd)
    console.log(`| ${noise.name} | ${100 * sd} % | ${(100 * share).toFixed(1)} % | ${changes.toFixed(3)} |`)
    // Beyond what is promised: an autocorrelation that 40 runs can hardly show.
    if (noise.name !== 'AR(1) 0.7') expect(share).toBeLessThanOrEqual(0.1)
  })

  test.each([
    [0.05, 0.01],
    [0.05, 0.02],
    [0.1, 0.01],
    [0.1, 0.02],
    [0.1, 0.03],
    [0.1, 0.05],
    [0.2, 0.05],
  ])('a step of %d, sd %d', (step, sd) => {
    const { byThird, median, p90, inPlace } = detection(noise, sd, step)
    const percent = (share: number): string => `${(100 * share).toFixed(0)} %`
    const texts = [
      percent(step),
      percent(sd),
      percent(byThird),
      String(median),
      String(p90),
      percent(inPlace),
    ]
    console.log(`| ${[noise.name, ...texts].join(' | ')} |`)
    if (noise.name === 'AR(1) 0.5' && step === 0.1 && sd <= 0.02)
      expect([median, byThird >= 0.9]).toEqual([3, true])
    const steady = noise === iidNormal || noise === heavyTails || noise === skewed
    if (steady && step === 0.1 && sd <= 0.02) expect([median, byThird >= 0.88]).toEqual([3, true])
  })
})
