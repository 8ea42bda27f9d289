import { expect, test } from 'vitest'
import { emptyRecord } from '../record/empty-record.ts'
import type { RequestRecord } from '../record/request-record.ts'
import { StampedReply } from './stamped-reply.ts'
import { WorkerStudy } from './worker-study.ts'

/** A clock that moves on by so much at each reading. */
function steppingClock(stepNs: number): { nowNs(): number; set(ns: number): void } {
  let ns = 0
  return {
    nowNs: () => {
      ns += stepNs
      return ns
    },
    set: (to) => {
      ns = to
    },
  }
}

function study(
  clock: { nowNs(): number },
  eventWorkNs: number,
): { study: WorkerStudy; twins: RequestRecord[] } {
  const twins: RequestRecord[] = []
  const onTwin = (twin: RequestRecord): void => void twins.push({ ...twin, tokenNs: twin.tokenNs.slice() })
  return {
    study: new WorkerStudy({ clock, eventWorkNs, windowStartNs: 100, windowEndNs: 1e9, onTwin }),
    twins,
  }
}

test('stamps an event before the work that it adds, and does all of that work', () => {
  const clock = steppingClock(10)
  const { study: subject } = study(clock, 1000)
  expect(subject.token()).toBe(10)
  expect(clock.nowNs()).toBeGreaterThanOrEqual(1010)
})

test('adds no work, and reads the clock once, when there is none to add', () => {
  const clock = steppingClock(10)
  const { study: subject } = study(clock, 0)
  subject.token()
  expect(clock.nowNs()).toBe(20)
})

test('counts events by turn, of turns in the window that have any', () => {
  const clock = steppingClock(0)
  const { study: subject } = study(clock, 0)
  subject.token()
  subject.turnEnds(50)
  for (const events of [2, 0, 3]) {
    for (let i = 0; i < events; i++) subject.token()
    subject.turnEnds(200)
  }
  expect(subject.figures().turnEvents).toEqual({ n: 2, sum: 5, squares: 13 })
})

test('takes processor time over the window only', () => {
  const { study: subject } = study(steppingClock(0), 0)
  subject.turnEnds(10)
  expect(subject.figures().elapsedNs).toBe(0)
  subject.turnEnds(100)
  subject.turnEnds(0.6e9)
  subject.turnEnds(2e9)
  const { elapsedNs, cpuNs } = subject.figures()
  expect(elapsedNs).toBe(0.6e9 - 100)
  expect(cpuNs).toBeGreaterThanOrEqual(0)
})

test("leaves a twin of each record with the process's own times, and each reply its own", () => {
  const clock = steppingClock(0)
  const { study: subject, twins } = study(clock, 0)
  const reply = new StampedReply(subject)
  const replyOf = (id: string, kernelNs: readonly number[], userNs: readonly number[]): void => {
    const record = Object.assign(emptyRecord(Float64Array.from(kernelNs)), {
      requestId: id,
      tokenEvents: kernelNs.length,
      firstTokenNs: kernelNs[0],
      firstAnswerTokenNs: kernelNs[1],
      lastTokenNs: kernelNs.at(-1),
      timestampSource: 'so_timestamping',
      errorBoundNs: 5,
    })
    reply.begin()
    reply.firstByte(userNs[0]! - 1)
    for (const ns of userNs) {
      clock.set(ns)
      reply.token()
    }
    reply.end(record as RequestRecord)
  }
  replyOf('long', [10, 20, 30], [15, 27, 31])
  replyOf('short', [110, 120], [118, 121])
  expect(twins).toMatchObject([
    {
      requestId: 'long',
      tokenEvents: 3,
      firstByteNs: 14,
      firstTokenNs: 15,
      firstAnswerTokenNs: 27,
      lastTokenNs: 31,
    },
    { requestId: 'short', tokenEvents: 2, firstByteNs: 117, firstTokenNs: 118, lastTokenNs: 121, endNs: 121 },
  ])
  expect(twins[0]).toMatchObject({ timestampSource: 'user', errorBoundNs: null })
  expect([...twins[1]!.tokenNs.subarray(0, 2)]).toEqual([118, 121])
})

test('keeps the stamps of a reply of any length', () => {
  const { study: subject, twins } = study(steppingClock(1), 0)
  const reply = new StampedReply(subject)
  reply.begin()
  for (let i = 0; i < 1000; i++) reply.token()
  reply.end(emptyRecord())
  expect(twins[0]!.tokenEvents).toBe(1000)
  expect(twins[0]!.tokenNs[999]).toBe(1000)
})
