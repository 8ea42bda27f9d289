import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { waitUntilReady } from './wait-until-ready.ts'

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => vi.useRealTimers())

/** Waits for a server that is ready when asked the n-th time, a second after the last time; returns what it told. */
async function told(readyAt: number): Promise<string[]> {
  const lines: string[] = []
  let asked = 0
  await waitUntilReady({
    what: 'the server',
    checks: [
      async () => {
        vi.advanceTimersByTime(1000)
        return ++asked < readyAt ? `asked ${asked} times` : null
      },
    ],
    timeoutNs: 60e9,
    signal: new AbortController().signal,
    hint: '',
    tell: (line) => lines.push(line),
  })
  return lines
}

test('says once what it waits for, after three seconds', async () => {
  expect(await told(6)).toEqual(['waiting for the server, 57 s at most: asked 3 times'])
})

test('says nothing when it is ready before', async () => {
  expect(await told(3)).toEqual([])
})

test('tells at the deadline what it saw last, not that the last question was cut short', async () => {
  let asked = 0
  const waiting = waitUntilReady({
    what: 'the server',
    checks: [
      async (timeoutMs) => {
        asked++
        vi.advanceTimersByTime(asked === 1 ? 5 : timeoutMs - 0.5)
        return asked === 1 ? 'loading' : 'cut short'
      },
    ],
    timeoutNs: 50e6,
    signal: new AbortController().signal,
    hint: '',
    tell: () => {},
  })
  await expect(waiting).rejects.toThrow("the server isn't ready after 0.05 s: loading")
})
