import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createEngine } from './engine.ts'
import type { Sequence } from './sequence.ts'

const configs = fc.record({
  maxSequences: fc.integer({ min: 1, max: 6 }),
  maxBatchedTokens: fc.integer({ min: 1, max: 80 }),
  blocks: fc.integer({ min: 6, max: 24 }),
  prefixCaching: fc.boolean(),
})

/** Sizes that fit in the smallest cache; few contents, so that prefixes are shared. */
const requests = fc.array(
  fc.record({
    promptTokens: fc.integer({ min: 1, max: 60 }),
    outputTokens: fc.integer({ min: 1, max: 36 }),
    content: fc.integer({ min: 0, max: 2 }),
    /** Steps after which it arrives. */
    step: fc.integer({ min: 0, max: 40 }),
    /** Steps after its arrival at which its client goes away. */
    patience: fc.option(fc.integer({ min: 0, max: 30 })),
  }),
  { minLength: 1, maxLength: 25 },
)

const cost = { baseNs: 0, perSequenceNs: 0, perContextTokenNs: 0, perPrefillTokenNs: 1 }

test('whatever comes, in whatever room: all tokens, in order, within the limits, and every block comes back', () => {
  fc.assert(
    fc.property(configs, requests, (limits, planned) => {
      const engine = createEngine({ ...limits, cost, maxModelTokens: 96 })
      const arrivals = planned.toSorted((a, b) => a.step - b.step)
      const known: Sequence[] = []
      const tokens = new Map<Sequence, number>()
      for (let step = 0; step < 40 || engine.hasWork(); step++) {
        for (const { step: at, content, ...sizes } of arrivals) {
          const blockKey = (block: number): number => content * 1000 + block
          if (at === step) known.push(engine.add({ ...sizes, blockKey }, step))
        }
        for (const [index, sequence] of known.entries()) {
          const { patience, step: at } = arrivals[index]!
          if (patience !== null && at + patience === step) engine.abort(sequence)
        }
        if (!engine.hasWork()) continue
        const { emitted, finished, durationNs } = engine.step(step)
        expect(durationNs).toBeLessThanOrEqual(limits.maxBatchedTokens)
        expect(new Set(emitted).size).toBe(emitted.length)
        for (const sequence of emitted) tokens.set(sequence, (tokens.get(sequence) ?? 0) + 1)
        for (const sequence of finished) expect(emitted).toContain(sequence)
        const figures = engine.figures()
        expect(figures.running).toBeLessThanOrEqual(limits.maxSequences)
        expect(figures.cacheUsage).toBeGreaterThanOrEqual(0)
        expect(figures.cacheUsage).toBeLessThanOrEqual(1)
        expect(step).toBeLessThan(20_000)
      }
      for (const sequence of known) {
        if (sequence.state === 'aborted') continue
        expect(sequence.state).toBe('finished')
        expect(tokens.get(sequence)).toBe(sequence.request.outputTokens)
      }
      const admissions = known.flatMap(({ admittedNs }) => (admittedNs === undefined ? [] : [admittedNs]))
      expect(admissions).toEqual(admissions.toSorted((a, b) => a - b))
      expect(engine.figures()).toMatchObject({ running: 0, waiting: 0, cacheUsage: 0 })
    }),
    { numRuns: 150 },
  )
})
