import { expect, test } from 'vitest'
import { golden } from './fixtures/comparing.ts'
import { newcombeInterval } from './newcombe-interval.ts'

test("statsmodels'", () => {
  for (const [k, n, j, m, interval] of golden.newcombe) {
    expect(newcombeInterval({ share: k / n, n }, { share: j / m, n: m }, 1.959963984540054)).toEqual(
      interval.map((end) => expect.closeTo(end, 10)),
    )
  }
})

test('has a width when nothing was counted, the less the more could have been', () => {
  const [, few] = newcombeInterval({ share: 0, n: 100 }, { share: 0, n: 100 }, 1.96)
  const [low, many] = newcombeInterval({ share: 0, n: 10_000 }, { share: 0, n: 10_000 }, 1.96)
  expect(few).toBeGreaterThan(90 * many)
  expect(low).toBeCloseTo(-many, 12)
})
