import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatDurationNs, timeUnits } from './format-number.ts'

function parse(text: string): number {
  const [number, symbol] = text.split(' ')
  return Number(number) * timeUnits.find((unit) => unit.symbol === symbol)!.size
}

it('prints a time within half a unit of its third digit, in seven columns', () => {
  fc.assert(
    fc.property(fc.double({ min: 1, max: 9e11, noNaN: true }), (ns) => {
      const text = formatDurationNs(Math.round(ns))
      expect(text.length).toBeLessThanOrEqual(7)
      expect(Math.abs(parse(text) - Math.round(ns)) / ns).toBeLessThanOrEqual(0.0051)
    }),
  )
})
