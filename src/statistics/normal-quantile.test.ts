import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { normalQuantile } from './normal-quantile.ts'

/** Written by fixtures/quantiles-of-laws.py. */
const { normal } = JSON.parse(
  readFileSync(new URL('./fixtures/quantiles-of-laws.json', import.meta.url), 'utf8'),
) as { readonly normal: readonly (readonly [p: number, quantile: number])[] }

test.each(normal)("scipy's at %d", (p, expected) => {
  expect(Math.abs(normalQuantile(p) - expected)).toBeLessThanOrEqual(1e-13 * Math.max(1, Math.abs(expected)))
})

test('infinite at the ends, and nothing beyond them', () => {
  expect([normalQuantile(0), normalQuantile(1)]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY])
  for (const p of [-0.1, 1.1, Number.NaN]) expect(() => normalQuantile(p)).toThrow(RangeError)
})
