import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RequestRecord } from '../record/request-record.ts'
import { LogHistogram } from '../statistics/log-histogram.ts'
import { quantile } from '../statistics/quantile.ts'
import { type ErrorBounds, errorBoundsUs } from './error-bounds.ts'
import { streamedRecord } from './fixtures/streamed-record.ts'
import { GapErrors } from './gap-error.ts'

interface Reply {
  readonly trueNs: readonly number[]
  readonly seenNs: readonly number[]
  readonly boundNs: readonly number[]
}

function boundsOf(replies: readonly Reply[]): ErrorBounds {
  const histogram = new LogHistogram()
  for (const { boundNs } of replies) for (const bound of boundNs) histogram.record(bound)
  return errorBoundsUs(histogram)
}

function recordOf({ seenNs, boundNs }: Reply, knowsEnds: boolean): RequestRecord {
  const ends = {
    firstTokenErrorBoundNs: knowsEnds ? boundNs[0]! : null,
    lastTokenErrorBoundNs: knowsEnds ? boundNs.at(-1)! : null,
    errorBoundNs: Math.max(...boundNs),
  }
  return { ...streamedRecord(0, []), tokenNs: Float64Array.from(seenNs), tokenEvents: seenNs.length, ...ends }
}

function errorsOf(replies: readonly Reply[], knowsEnds = true): GapErrors {
  const errors = new GapErrors()
  for (const reply of replies) errors.add(recordOf(reply, knowsEnds))
  return errors
}

function gapsOf(replies: readonly Reply[], times: 'trueNs' | 'seenNs'): Float64Array {
  return Float64Array.from(
    replies.flatMap((reply) => reply[times].slice(1).map((time, i) => time - reply[times][i]!)),
  ).sort()
}

/** Tokens at the ends of a reply are late more often, and so are some between. */
const arbitraryReply = fc
  .array(
    fc.record({
      gapNs: fc.integer({ min: 1, max: 100_000 }),
      late: fc.double({ min: 0, max: 1, noNaN: true }),
      boundNs: fc.oneof({ weight: 9, arbitrary: fc.nat(2000) }, { weight: 1, arbitrary: fc.nat(500_000) }),
      endBoundNs: fc.nat(50_000),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((tokens): Reply => {
    const trueNs: number[] = []
    const seenNs: number[] = []
    const boundNs: number[] = []
    tokens.forEach((token, i) => {
      trueNs.push((trueNs.at(-1) ?? 0) + token.gapNs)
      boundNs.push(i === 0 || i === tokens.length - 1 ? token.endBoundNs : token.boundNs)
      // Stamps of one connection come in order.
      const seen = Math.floor(trueNs[i]! + token.late * boundNs[i]!)
      seenNs.push(Math.max(seenNs.at(-1) ?? 0, seen))
      boundNs[i] = Math.max(boundNs[i]!, seenNs[i]! - trueNs[i]!)
    })
    return { trueNs, seenNs, boundNs }
  })

test.each([true, false])('no figure of gaps is wrong by more than its bound, ends known: %s', (knowsEnds) => {
  const replies = fc.array(arbitraryReply, { minLength: 20, maxLength: 80 })
  let least = 0
  fc.assert(
    fc.property(replies, fc.constantFrom(0.5, 0.9, 0.95), (drawn, p) => {
      const [truth, seen] = [gapsOf(drawn, 'trueNs'), gapsOf(drawn, 'seenNs')]
      fc.pre(truth.length >= 40)
      const bounds = boundsOf(drawn)
      const errors = errorsOf(drawn, knowsEnds)
      const q = quantile(seen, p)
      const bound = errors.ofQuantile(q, p, bounds)!
      if (bound < bounds.max! * 1e3) least++
      expect(Math.abs(quantile(truth, p) - q)).toBeLessThanOrEqual(bound + 1e-6)
      const mean = (gaps: Float64Array): number => gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
      expect(Math.abs(mean(truth) - mean(seen))).toBeLessThanOrEqual(errors.ofMean() + 1e-6)
    }),
    { numRuns: 300 },
  )
  // Not always the largest error of any token, which would be true and useless.
  expect(least).toBeGreaterThan(0)
})

/** Replies of 11 tokens, 1 ms apart and a little more each time. */
function evenReplies(count: number, boundNs: (reply: number, token: number) => number): readonly Reply[] {
  return Array.from({ length: count }, (_, reply) => {
    const trueNs = Array.from({ length: 11 }, (_, i) => i * (1e6 + reply))
    return { trueNs, seenNs: trueNs, boundNs: trueNs.map((_, i) => boundNs(reply, i)) }
  })
}

test('few late tokens among many hardly move a quantile', () => {
  const replies = evenReplies(1000, (reply, token) => (token === 5 && reply < 5 ? 1e6 : 1000))
  const bound = errorsOf(replies).ofQuantile(1e6 + 500, 0.5, boundsOf(replies))!
  expect(bound).toBeGreaterThan(1000)
  expect(bound).toBeLessThan(2500)
})

test('last tokens that all can be late move the median as far as their gaps can go past it, and no farther', () => {
  const replies = evenReplies(1000, (_, token) => (token === 10 ? 3e5 : 0))
  const bound = (knowsEnds: boolean): number =>
    errorsOf(replies, knowsEnds).ofQuantile(1e6 + 500, 0.5, boundsOf(replies))!
  expect(bound(true)).toBeLessThan(1500)
  const tail = errorsOf(replies).ofQuantile(1e6 + 999, 0.99, boundsOf(replies))!
  expect(tail).toBeLessThan(1500)
  const least = errorsOf(replies).ofQuantile(1e6, 0.05, boundsOf(replies))!
  expect(least).toBeGreaterThan(2.9e5)
})

test('errors that nobody noted are unknown', () => {
  const replies = evenReplies(3, () => 0)
  expect(errorsOf(replies).ofQuantile(1e6, 0.5, boundsOf([]))).toBeNull()
  const unsaid = new GapErrors()
  unsaid.add({ ...recordOf(replies[0]!, false), errorBoundNs: null })
  expect(unsaid.ofMean()).toBeNaN()
})
