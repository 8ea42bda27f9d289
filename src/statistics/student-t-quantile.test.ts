import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { studentTQuantile } from './student-t-quantile.ts'

/** Written by fixtures/quantiles-of-laws.py. */
const { student } = JSON.parse(
  readFileSync(new URL('./fixtures/quantiles-of-laws.json', import.meta.url), 'utf8'),
) as { readonly student: readonly (readonly [p: number, degrees: number, quantile: number])[] }

test("scipy's, for few degrees of freedom and for many", () => {
  for (const [p, degrees, expected] of student) {
    const error = Math.abs(studentTQuantile(p, degrees) - expected) / Math.max(1, Math.abs(expected))
    expect([p, degrees, error < 1e-9]).toEqual([p, degrees, true])
  }
})

test('refuses what has no quantile', () => {
  for (const [p, degrees] of [
    [0, 5],
    [1, 5],
    [Number.NaN, 5],
    [0.5, 0],
    [0.5, -2.5],
    [0.5, Number.NaN],
  ] as const)
    expect(() => studentTQuantile(p, degrees)).toThrow(RangeError)
})
