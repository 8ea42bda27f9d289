import fc from 'fast-check'
import { expect, it } from 'vitest'
import { TareError } from '../errors.ts'
import { formatDuration, longestDurationNs, parseDurationNs } from './duration.ts'
import { textOfPieces } from './fixtures/text-of-pieces.ts'

it('reads back every duration that it writes', () => {
  fc.assert(
    fc.property(fc.oneof(fc.nat(100_000), fc.integer({ min: 0, max: longestDurationNs })), (ns) => {
      expect(parseDurationNs(formatDuration(ns))).toBe(ns)
    }),
    { numRuns: 2000 },
  )
})

it('answers any text with whole nanoseconds or a usage error', () => {
  const pieces = ['1', '30', '.', 's', 'm', 'ms', 'h', '-', ' ', 'e', 'x', '0']
  fc.assert(
    fc.property(textOfPieces(pieces), (text) => {
      try {
        const ns = parseDurationNs(text)
        expect(Number.isSafeInteger(ns) && ns >= 0 && ns <= longestDurationNs).toBe(true)
      } catch (error) {
        expect(error).toBeInstanceOf(TareError)
      }
    }),
    { numRuns: 2000 },
  )
})
