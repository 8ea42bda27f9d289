import fc from 'fast-check'
import { expect, it } from 'vitest'
import { TareError } from '../errors.ts'
import { textOfPieces } from './fixtures/text-of-pieces.ts'
import { formatObjective } from './format-objective.ts'
import { type Objective, objectiveLatencies, objectiveRates, objectiveShares } from './objective.ts'
import { parseObjective } from './parse-objective.ts'

const positive = fc.double({ min: Number.MIN_VALUE, max: 1e300, noNaN: true })
/** Of at most nine digits, as people write them: more can't all be moved by two places. */
const quantile = fc.integer({ min: 1, max: 999_999_999 }).map((parts) => Number(`${parts}e-9`))
const upper = fc.constantFrom('<' as const, '<=' as const)
const lower = fc.constantFrom('>' as const, '>=' as const)

const objective: fc.Arbitrary<Omit<Objective, 'text'>> = fc.oneof(
  fc.record({
    metric: fc.constantFrom(...objectiveLatencies),
    statistic: fc.oneof(
      fc.constantFrom('each' as const, 'mean' as const, 'max' as const),
      quantile.map((q) => ({ quantile: q })),
    ),
    comparison: upper,
    limit: positive,
  }),
  fc.record({
    metric: fc.constantFrom(...objectiveShares),
    statistic: fc.constant('value' as const),
    comparison: fc.constant('<=' as const),
    limit: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  fc.record({
    metric: fc.constantFrom(...objectiveRates),
    statistic: fc.constant('value' as const),
    comparison: lower,
    limit: positive,
  }),
)

it('reads back every objective that it writes', () => {
  fc.assert(
    fc.property(objective, (given) => {
      const asked = given.metric === 'goodput' ? { ...given, comparison: '>=' as const } : given
      const written = formatObjective(asked)
      expect(parseObjective(written)).toEqual({ ...asked, limit: asked.limit + 0, text: written })
    }),
    { numRuns: 2000 },
  )
})

it('answers any text with an objective that can be met or a usage error', () => {
  const pieces = 'ttft goodput requests_per_s . : p 99 ( ) < > = - ms e % 0'.split(' ')
  fc.assert(
    fc.property(textOfPieces([...pieces, ' ']), (text) => {
      try {
        const { limit, statistic } = parseObjective(text)
        expect(Number.isFinite(limit) && limit >= 0).toBe(true)
        if (typeof statistic === 'object') {
          expect(statistic.quantile > 0 && statistic.quantile < 1).toBe(true)
        }
      } catch (error) {
        expect(error).toBeInstanceOf(TareError)
      }
    }),
    { numRuns: 5000 },
  )
})
