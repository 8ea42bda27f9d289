import { describe, expect, it } from 'vitest'
import { closedUnstreamed, interrupted, streamedOpenLoop, tiny } from './fixtures/summaries.ts'
import { loadInWords } from './load-in-words.ts'

describe('loadInWords', () => {
  const { load } = streamedOpenLoop
  it.each([
    [streamedOpenLoop, 'open loop, Poisson 8.00 req/s for 10 min after 30 s warm-up'],
    [
      { ...streamedOpenLoop, load: { ...load, arrival: 'constant', requested_rate_per_s: 2500 } },
      'open loop, evenly spaced 2.50k req/s for 10 min after 30 s warm-up',
    ],
    [closedUnstreamed, 'closed loop, 16 at a time for 400 requests (31.5 s), no warm-up'],
    [tiny, 'as fast as possible, 4 at a time for 5 requests (1.6 s), no warm-up'],
    [
      { ...tiny, load: { ...tiny.load, model: 'mixed' } },
      'stages of different load for 5 requests (1.6 s), no warm-up',
    ],
    [interrupted, 'open loop, Poisson 8.00 req/s, cut short after 12.4 s of measuring'],
  ])('%#', (summary, expected) => expect(loadInWords(summary)).toBe(expected))
})
