import { describe, expect, it } from 'vitest'
import { eDivisive, leastSeen } from './e-divisive.ts'
import { golden } from './fixtures/e-divisive.ts'
import { autoregressiveNoise, heavyTails, iidNormal, type RunNoise } from './fixtures/run-noise.ts'
import { createRandom } from './random.ts'

const leastShift = Math.log1p(0.05)

/** Noise with steps at some places. */
function stepped(
  noise: RunNoise,
  seed: number,
  n: number,
  sd: number,
  ...steps: readonly (readonly [at: number, change: number])[]
): Float64Array {
  const drawn = noise.draw(createRandom(seed, 9), n)
  return drawn.map((value, i) => {
    return steps.reduce((sum, [at, change]) => sum + (i < at ? 0 : Math.log1p(change)), value * sd)
  })
}

function share(count: number, holds: (seed: number) => boolean): number {
  return Array.from({ length: count }, (_, seed) => holds(seed)).filter(Boolean).length / count
}

describe('eDivisive', () => {
  it.each(golden.series)('finds what the reference in numpy finds: $name', ({ values, found }) => {
    const changes = eDivisive(Float64Array.from(values), { leastShift, alpha: 0.001 })
    expect(changes.map(({ at, seen }) => [at, seen])).toEqual(found)
  })

  it('finds a step of 10 % in noise of 2 % with the third value, in its place', () => {
    const found = Array.from({ length: 20 }, (_, seed) => {
      return eDivisive(stepped(iidNormal, seed, 46, 0.02, [40, 0.1]), { leastShift })[0]
    })
    const byThird = found.filter((change) => change !== undefined && change.seen <= 43).length / 20
    expect([byThird, byThird >= 0.85]).toEqual([byThird, true])
    const inPlace = found.filter((change) => change?.at === 40).length / 20
    expect([inPlace, inPlace >= 0.9]).toEqual([inPlace, true])
  })

  it.each([
    [iidNormal, 0.02, 0.02],
    [iidNormal, 0.05, 0.1],
    [heavyTails, 0.05, 0.1],
    [autoregressiveNoise(0.5), 0.03, 0.1],
    [autoregressiveNoise(0.5), 0.05, 0.15],
  ])('finds hardly any in stable runs, looked at 100 times: %o, sd %d', (noise, sd, most) => {
    const alarms = share(20, (seed) => eDivisive(stepped(noise, seed, 100, sd), { leastShift }).length > 0)
    expect([alarms, alarms <= most]).toEqual([alarms, true])
  })

  it('keeps what it has found, whatever comes after', () => {
    const values = stepped(autoregressiveNoise(0.3), 4, 90, 0.03, [30, 0.2], [45, -0.15], [70, 0.15])
    const whole = eDivisive(values, { leastShift })
    expect(whole.length).toBeGreaterThanOrEqual(3)
    for (let n = leastSeen; n <= values.length; n += 9) {
      const seen = eDivisive(values.subarray(0, n), { leastShift }).map((change) => [change.seen, change.p])
      expect(seen).toEqual(
        whole.filter((change) => change.seen <= n).map((change) => [change.seen, change.p]),
      )
    }
  })

  it('finds the next change three values after the last', () => {
    const values = stepped(iidNormal, 2, 60, 0.005, [40, 0.3], [44, -0.23], [48, 0.3])
    const found = eDivisive(values, { leastShift }).map(({ at, seen }) => [at, seen])
    expect(found).toEqual([
      [40, 43],
      [44, 47],
      [48, 51],
    ])
  })

  it('takes one wild value, or two, for none', () => {
    const values = stepped(iidNormal, 5, 60, 0.01)
    values[30] = 3
    values[45] = 3
    values[46] = 3
    expect(eDivisive(values, { leastShift })).toEqual([])
  })

  it('lets small changes be, unless they are asked for', () => {
    const values = stepped(iidNormal, 6, 80, 0.01, [40, 0.03])
    expect(eDivisive(values, { leastShift })).toEqual([])
    expect(eDivisive(values, { leastShift: 0.01 })).toMatchObject([{ at: 40 }])
  })

  it('says nothing of few values, or of equal ones, and finds a step between equal ones', () => {
    expect(eDivisive(stepped(iidNormal, 1, leastSeen - 1, 0.01, [10, 1]), { leastShift })).toEqual([])
    expect(eDivisive(new Float64Array(0), { leastShift })).toEqual([])
    expect(eDivisive(new Float64Array(50).fill(Math.log(0.1)), { leastShift })).toEqual([])
    const step = Float64Array.from({ length: 30 }, (_, i) => (i < 20 ? 0 : 0.02))
    expect(eDivisive(step, { leastShift: 0.01 })).toMatchObject([{ at: 20, seen: 23 }])
  })

  it('is the same for the same seed', () => {
    const values = stepped(heavyTails, 8, 80, 0.03, [50, 0.15])
    const found = eDivisive(values, { leastShift, seed: 3 })
    expect(eDivisive(values, { leastShift, seed: 3 })).toEqual(found)
  })
})
