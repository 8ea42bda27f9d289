import { expect, test } from 'vitest'
import { streamedRecord } from '../metrics/fixtures/streamed-record.ts'
import type { RequestRecord } from '../record/request-record.ts'
import type { StudyFigures } from '../worker/worker-study.ts'
import { type ComparisonParts, compareWithTruth } from './compare-with-truth.ts'
import type { TokenTimes } from './latency-values.ts'
import type { ReplyTruth } from './simulator-truth.ts'

const ms = (values: readonly number[]): Float64Array => Float64Array.from(values, (value) => value * 1e6)

const study: StudyFigures = {
  turnEvents: { n: 2, sum: 3, squares: 5 },
  cpuNs: 0.5e9,
  elapsedNs: 1e9,
}

/** Sent at 10 ms; tokens at 20 and 40 ms by the kernel; written from 1 us before to 1 us after that; due 0.5 ms before. */
function oneRequest(id = 'a', more: Partial<RequestRecord> = {}): RequestRecord {
  return streamedRecord(10, [20, 40], { requestId: id, timestampSource: 'so_timestamping', ...more })
}

const truthOf: ReplyTruth = {
  dueNs: ms([19.499, 39.499]),
  beforeNs: ms([19.999, 39.999]),
  afterNs: ms([20.001, 40.001]),
  endNs: 41e6,
}
const twinOf: TokenTimes = { tokenNs: ms([23, 44]), endNs: 45e6 }

function parts(more: Partial<ComparisonParts> = {}): ComparisonParts {
  return {
    runFolder: '/run',
    timestampSource: 'so_timestamping',
    records: [oneRequest()],
    twins: new Map([['a', twinOf]]),
    truth: new Map([['a', truthOf]]),
    studies: [study],
    workers: 1,
    eventWorkNs: 0,
    startNs: 0,
    endNs: 100e6,
    ...more,
  }
}

test('an error is recorded less the time right before the write, by either clock', async () => {
  const { kernel, user, tokens, senderWriteNs, simulatorLatenessNs } = await compareWithTruth(parts())
  expect(tokens).toBe(2)
  expect([kernel.errorNs.min, kernel.errorNs.max]).toEqual([1000, 1000])
  expect(user.errorNs.p50).toBe((3.001e6 + 4.001e6) / 2)
  expect(kernel.outsideWriteNs.max).toBe(0)
  expect(user.outsideWriteNs.min).toBe(2.999e6)
  expect(senderWriteNs.mean).toBe(2000)
  expect(simulatorLatenessNs.mean).toBe(0.5e6)
})

test('latencies by each clock and by the truth are from the same sends', async () => {
  const { kernel, user, truthMs } = await compareWithTruth(parts())
  expect(kernel.latencyMs.ttft.p50).toBeCloseTo(10, 9)
  expect(user.latencyMs.ttft.p50).toBeCloseTo(13, 9)
  expect(truthMs.ttft.p50).toBeCloseTo(9.999, 9)
  expect([kernel, user].map(({ latencyMs }) => latencyMs.itl.p50)).toEqual([20, 21])
  expect(user.latencyMs.tpot.p50).toBeCloseTo(21, 9)
  expect(user.latencyMs.ntpot.p50).toBeCloseTo(17, 9)
})

test('a token counts when it was sent in the window; a latency when its request is measured', async () => {
  const { tokens, truthMs, tokensPerSecond, streams } = await compareWithTruth(
    parts({ records: [oneRequest('a', { phase: 'warmup' })], startNs: 30e6, endNs: 40e6 }),
  )
  expect(tokens).toBe(1)
  expect(tokensPerSecond).toBe(100)
  expect(truthMs.ttft.n).toBe(0)
  expect(streams).toBe(1)
})

test('what failed, what the server never saw, and what has another number of tokens there is left out and counted', async () => {
  const records = [
    oneRequest('failed', { status: 'timeout' }),
    oneRequest('unknown'),
    oneRequest('shorter'),
    oneRequest('no-twin'),
    oneRequest(),
  ]
  const shorter: ReplyTruth = { ...truthOf, beforeNs: ms([20]) }
  const found = await compareWithTruth(
    parts({
      records,
      twins: new Map(['failed', 'unknown', 'shorter', 'a'].map((id) => [id, twinOf])),
      truth: new Map([
        ['a', truthOf],
        ['shorter', shorter],
        ['no-twin', truthOf],
        ['failed', truthOf],
      ]),
    }),
  )
  expect(found).toMatchObject({ requests: 1, failedRequests: 1, unmatchedRequests: 3, tokens: 2 })
})

test('an arrival is held to the write: a stamp that several tokens share is not when the first of them came', async () => {
  // Both tokens were read at 40 ms, and have the stamp of the second.
  const record = streamedRecord(10, [40, 40], { requestId: 'a' })
  const { kernel, client } = await compareWithTruth(parts({ records: [record] }))
  expect(kernel.errorNs.max).toBeCloseTo(20.001e6, 3)
  expect(client.waitNs.max).toBeCloseTo(4e6, 3)
  expect(client.waitNs.min).toBeCloseTo(23e6 - 20.001e6, 3)
})

test("a worker's events are its own: batches are of those that came to the same one", async () => {
  const found = await compareWithTruth(
    parts({
      records: [oneRequest('a'), oneRequest('b'), oneRequest('c', { worker: 1 })],
      twins: new Map(['a', 'b', 'c'].map((id) => [id, twinOf])),
      truth: new Map(['a', 'b', 'c'].map((id) => [id, truthOf])),
      workers: 2,
      studies: [study, study],
    }),
  )
  expect(found.client.batchEvents).toEqual({ n: 4, mean: 1.5, secondMoment: 2.5 })
  expect(found.client.eventsPerSecondPerWorker).toBe(30)
  expect(found.client.turnEvents).toEqual({ n: 4, mean: 1.5, secondMoment: 2.5 })
  expect(found.clientCpuCoresPerWorker).toBe(0.5)
})

test('of a run without tokens everything is unknown, and nothing is thrown', async () => {
  const found = await compareWithTruth(parts({ records: [] }))
  expect(found.tokens).toBe(0)
  expect(found.kernel.errorNs.p50).toBeNaN()
  expect(found.client.serviceNs.n).toBe(0)
})
