import { describe, expect, test } from 'vitest'
import { type LadderRule, limitOf, nextRung, type Rung } from './ladder.ts'

const rule: LadderRule = { first: 8, factor: 2, least: 2, most: 100, refined: true }

/** A machine that keeps the criterion up to some load, and a simulator that keeps up with some. */
interface Machine {
  readonly client: number
  readonly sender?: number
}

function climb({ client, sender = 1e9 }: Machine, by = rule): Rung[] {
  const tried: Rung[] = []
  for (let streams = nextRung(by, tried); streams !== null; streams = nextRung(by, tried)) {
    tried.push({ streams, outcome: streams <= client ? 'ok' : 'client', senderLimited: streams > sender })
    expect(tried.length).toBeLessThan(20)
  }
  return tried
}

const loads = (tried: readonly Rung[]): number[] => tried.map(({ streams }) => streams)

test('doubles until a load fails twice, then tries one between', () => {
  expect(loads(climb({ client: 40 }))).toEqual([8, 16, 32, 64, 64, 45])
  expect(loads(climb({ client: 50 }))).toEqual([8, 16, 32, 64, 64, 45])
  expect(limitOf(rule, climb({ client: 50 }))).toBe('client')
  expect(limitOf(rule, climb({ client: 40 }))).toBe('client')
})

test('a coarse ladder tries none between', () => {
  const coarse = { ...rule, factor: 4, refined: false }
  expect(loads(climb({ client: 40 }, coarse))).toEqual([8, 32, 100, 100])
})

test('ends with the largest load of the rule', () => {
  const tried = climb({ client: 1e9 })
  expect(loads(tried)).toEqual([8, 16, 32, 64, 100])
  expect(limitOf(rule, tried)).toBe('range')
  expect(loads(climb({ client: 1e9 }, { ...rule, most: 3 }))).toEqual([3])
})

test('ends where the simulator does, and then the client’s limit isn’t known', () => {
  const tried = climb({ client: 1e9, sender: 20 })
  expect(loads(tried)).toEqual([8, 16, 32, 32])
  expect(limitOf(rule, tried)).toBe('sender')
})

test('a simulator that was only once too late is no limit', () => {
  const late: Rung = { streams: 8, outcome: 'ok', senderLimited: true }
  expect(nextRung(rule, [late])).toBe(8)
  expect(nextRung(rule, [late, { ...late, senderLimited: false }])).toBe(16)
})

test('where the first load fails, loads shrink until one is kept', () => {
  expect(loads(climb({ client: 5 }))).toEqual([8, 8, 4])
  expect(limitOf(rule, climb({ client: 5 }))).toBe('client')
  expect(loads(climb({ client: 0 }))).toEqual([8, 8, 4, 2])
  expect(limitOf(rule, climb({ client: 0 }))).toBe('client')
})

describe('a load that failed once and was then kept', () => {
  const kept: Rung[] = [
    { streams: 8, outcome: 'client', senderLimited: false },
    { streams: 8, outcome: 'ok', senderLimited: false },
  ]

  test('is no limit', () => {
    expect(nextRung(rule, kept)).toBe(16)
    expect(limitOf(rule, kept)).toBe('time')
  })
})

test('a ladder that was left was limited by time, unless it had failed', () => {
  expect(limitOf(rule, [])).toBe('time')
  expect(limitOf(rule, [{ streams: 8, outcome: 'ok', senderLimited: false }])).toBe('time')
  expect(limitOf(rule, [{ streams: 8, outcome: 'client', senderLimited: false }])).toBe('client')
  expect(limitOf(rule, [{ streams: 8, outcome: 'sender', senderLimited: false }])).toBe('sender')
})
