import { expect, test } from 'vitest'
import { binomialRange } from './binomial-range.ts'
import { coverageLine, coverageOf } from './coverage.ts'
import { knownQueue } from './known-queue.ts'
import { virtualRuns } from './virtual-run.ts'

/** As virtual-time.test.ts, with runs that are long enough for most p99 to be printed. */
const seeds = 40
const cases = [
  { queue: knownQueue('M/M/1', 0.5, 20e6), requests: 50_000 },
  { queue: knownQueue('M/M/1', 0.8, 20e6), requests: 100_000 },
  { queue: knownQueue('M/D/1', 0.8, 20e6), requests: 100_000 },
  { queue: knownQueue('M/M/4', 0.8, 20e6), requests: 100_000 },
]

test.each(cases)('$queue.name: intervals of long runs contain what theory says', ({ queue, requests }) => {
  const runs = virtualRuns(queue, requests, seeds)
  for (const kind of ['waiting', 'response'] as const) {
    for (const coverage of coverageOf(kind, queue.laws[kind], runs[kind])) {
      const line = `${queue.name}, ${coverageLine(coverage)}`
      console.log(line)
      expect.soft(coverage.contained, line).toBeGreaterThanOrEqual(binomialRange(coverage.printed, 0.95)[0])
    }
  }
})
