import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ScaleChange } from '../../metrics/scale-storm/scale-change.ts'
import { type Rescale, runScaleStorm } from './run-scale-storm.ts'

beforeEach(() => vi.useFakeTimers({ now: 0 }))
afterEach(() => vi.useRealTimers())

const clock = { nowNs: (): number => Date.now() * 1e6 }
const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** A server whose n-th change, from 0, does this. */
type Server = (change: number, workers: number, answered: () => void) => Promise<number>

interface Stormed {
  readonly changes: readonly ScaleChange[]
  /** What the server was asked for, and when. */
  readonly asked: readonly (readonly [atS: number, workers: number])[]
  readonly stop: () => void
  readonly over: Promise<void>
}

/** A storm of 4, 1 and 2 workers, every 5 s from 10 s on. */
function storm(server: Server, untilNs = Number.POSITIVE_INFINITY): Stormed {
  const changes: ScaleChange[] = []
  const asked: [number, number][] = []
  const stopping = new AbortController()
  const rescale: Rescale = (workers, { answered }) => {
    asked.push([clock.nowNs() / 1e9, workers])
    return server(asked.length - 1, workers, answered)
  }
  const over = runScaleStorm({
    storm: { workers: [4, 1, 2], everyNs: 5e9 },
    rescale,
    clock,
    fromNs: 10e9,
    untilNs,
    keep: (change) => changes.push(change),
    signal: stopping.signal,
  })
  return { changes, asked, stop: () => stopping.abort(), over }
}

const obeys: Server = async (_, workers, answered) => {
  await later(200)
  answered()
  await later(300)
  return workers
}

describe('a scale storm', () => {
  test('asks in turn, first one interval after the warm-up, until sending ends', async () => {
    const { asked, changes, over } = storm(obeys, 36e9)
    await vi.advanceTimersByTimeAsync(60_000)
    await over
    expect(asked).toEqual([
      [15, 1],
      [20, 2],
      [25, 4],
      [30, 1],
      [35, 2],
    ])
    expect(changes[0]).toEqual({
      workers: 1,
      fromWorkers: 4,
      outcome: 'settled',
      dueNs: 15e9,
      askedNs: 15e9,
      answeredNs: 15.2e9,
      endedNs: 15.5e9,
      readWorkers: 1,
      error: null,
    })
  })

  test('has no change at the moment when sending ends', async () => {
    const { asked, over } = storm(obeys, 20e9)
    await vi.advanceTimersByTimeAsync(60_000)
    await over
    expect(asked).toHaveLength(1)
  })

  test('leaves turns out while a change goes on', async () => {
    const { asked, over } = storm(async (change, workers) => {
      await later(change === 0 ? 11_000 : 10)
      return workers
    }, 32e9)
    await vi.advanceTimersByTimeAsync(60_000)
    await over
    expect(asked).toEqual([
      [15, 1],
      [30, 2],
    ])
  })

  test('asks again for what has failed, and goes on', async () => {
    const { asked, changes, over } = storm(async (change, workers) => {
      if (change === 1) throw new Error('no room')
      return workers
    }, 31e9)
    await vi.advanceTimersByTimeAsync(60_000)
    await over
    expect(asked.map(([, workers]) => workers)).toEqual([1, 2, 2, 4])
    expect(changes.map(({ outcome, error, fromWorkers }) => [outcome, error, fromWorkers])).toEqual([
      ['settled', null, 4],
      ['failed', 'no room', 1],
      ['settled', null, null],
      ['settled', null, 2],
    ])
    expect(changes[1]).toMatchObject({ answeredNs: null, readWorkers: null, endedNs: 20e9 })
  })

  test('that is stopped waits for no change: one that goes on is unfinished, though it should fail then', async () => {
    const { changes, stop, over } = storm(async (_, workers, answered) => {
      answered()
      await later(10_000)
      return workers
    })
    await vi.advanceTimersByTimeAsync(16_000)
    stop()
    await over
    expect(changes).toMatchObject([
      { outcome: 'unfinished', answeredNs: 15e9, endedNs: 16e9, readWorkers: null, error: null },
    ])
    await vi.advanceTimersByTimeAsync(60_000)
    expect(changes).toHaveLength(1)
  })

  test('that is stopped between changes ends at once, and asks for none more', async () => {
    const { asked, stop, over } = storm(obeys)
    await vi.advanceTimersByTimeAsync(17_000)
    stop()
    await over
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
  })
})
