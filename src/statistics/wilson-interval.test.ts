import { describe, expect, test } from 'vitest'
import { wilsonInterval } from './wilson-interval.ts'

describe('wilsonInterval', () => {
  // scipy.stats.binomtest(k, n).proportion_ci(): of method='wilsoncc' the end nearer to 0 or 1, of method='wilson' the other.
  test.each([
    [0, 100, 0, 0.03699349820698568],
    [1, 100, 0.000522222612729429, 0.054486196178705315],
    [5, 100, 0.018552563721717666, 0.11175046923191914],
    [50, 100, 0.39902112851159327, 0.5961684696340044],
    [99, 100, 0.9455138038212946, 0.9994777773872705],
    [100, 100, 0.9630065017930143, 1],
    [3, 1000, 0.000775110040741195, 0.008783014053503176],
    [1, 1, 0.20654931437723745, 1],
  ])('%d of %d', (k, n, low, high) => {
    const interval = wilsonInterval(k / n, n)
    expect(interval[0]).toBeCloseTo(low, 9)
    expect(interval[1]).toBeCloseTo(high, 9)
  })

  test('ends at 0 and 1 exactly, and takes less than one observation', () => {
    for (const n of [0.3, 7, 399, 1e6]) {
      expect([wilsonInterval(0, n)[0], wilsonInterval(1, n)[1]]).toEqual([0, 1])
      const [low, high] = wilsonInterval(0.3, n)
      expect([low >= 0, low < 0.3, high > 0.3, high < 1]).toEqual([true, true, true, true])
    }
  })
})
