import { describe, expect, it } from 'vitest'
import { drawNormal } from '../../statistics/draw-normal.ts'
import { createRandom } from '../../statistics/random.ts'
import { latestAlert } from './latest-alert.ts'

const metric = { unit: 'ms', better: 'lower' } as const
const leastShift = Math.log1p(0.05)

function logs(n: number, sd: number, ...latest: readonly number[]): Float64Array {
  const random = createRandom(n)
  return Float64Array.from([...Array.from({ length: n }, () => drawNormal(random, 0, sd)), ...latest])
}

describe('latestAlert', () => {
  it('tells of a run that the ones before don’t let expect', () => {
    const alert = latestAlert(logs(30, 0.01, Math.log(1.2)), metric, leastShift)!
    expect(alert).toMatchObject({ runs: 1, of: 20, direction: 'worse', value: expect.closeTo(1.2) })
    expect(alert.expected[0]).toBeGreaterThan(0.94)
    expect(alert.expected[1]).toBeLessThan(1.06)
    expect(latestAlert(logs(30, 0.01, -0.2), metric, leastShift)).toMatchObject({ direction: 'better' })
  })

  it('still tells of it when the next is like it, and not when the next is as before', () => {
    expect(latestAlert(logs(30, 0.01, 0.2, 0.19), metric, leastShift)).toMatchObject({ runs: 2 })
    expect(latestAlert(logs(30, 0.01, 0.2, 0.19, 0.21), metric, leastShift)).toMatchObject({ runs: 3 })
    expect(latestAlert(logs(30, 0.01, 0.2, 0), metric, leastShift)).toBeNull()
    expect(latestAlert(logs(30, 0.01, 0.2, -0.2), metric, leastShift)?.runs ?? 1).toBe(1)
  })

  it('takes five runs before it', () => {
    expect(latestAlert(logs(5, 0.01, 0.5), metric, leastShift)).toMatchObject({ of: 5 })
    expect(latestAlert(logs(4, 0.01, 0.5), metric, leastShift)).toBeNull()
    expect(latestAlert(new Float64Array(0), metric, leastShift)).toBeNull()
  })

  it('lets small ones be', () => {
    expect(latestAlert(logs(30, 0.001, 0.04), metric, leastShift)).toBeNull()
  })

  it('tells of one stable run in a hundred, or fewer', () => {
    const alarms = Array.from({ length: 3000 }, (_, seed) => {
      const random = createRandom(seed, 3)
      const values = Float64Array.from({ length: 21 }, () => drawNormal(random, 0, 0.1))
      return latestAlert(values, metric, leastShift) !== null
    }).filter(Boolean).length
    expect([alarms / 3000, alarms / 3000 <= 0.016]).toEqual([alarms / 3000, true])
  })
})
