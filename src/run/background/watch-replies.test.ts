import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { WorkerFigures } from '../../worker/worker-figures.ts'
import { planWith } from '../fixtures/plan-with.ts'
import { addFigures, type ProgressState, startProgress } from '../progress/progress-state.ts'
import { progressGoal } from '../progress-goal.ts'
import { watchReplies } from './watch-replies.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const never = new AbortController().signal

/** What two workers have said of themselves. */
function said(...workers: readonly (readonly [ok: number, failed: number])[]): ProgressState {
  return workers.reduce(
    (state, [ok, failed], worker) =>
      addFigures(state, { worker, atNs: 1, sent: ok + failed + 1, ok, failed } as WorkerFigures),
    startProgress(progressGoal(planWith())),
  )
}

test('is content with the first reply of any worker', async () => {
  const { first, progress } = watchReplies()
  const seen = first(1000, never)
  progress.update(said([0, 0], [0, 9]))
  progress.update(said([1, 30], [0, 9]))
  await expect(seen).resolves.toBeUndefined()
  expect(vi.getTimerCount()).toBe(0)
})

test('sees a reply that came before it looked', async () => {
  const { first, progress } = watchReplies()
  progress.update(said([1, 0]))
  await expect(first(1000, never)).resolves.toBeUndefined()
})

test('gives up when the first all fail, when time is up, and when it is told to', async () => {
  const failing = watchReplies()
  const failed = failing.first(1000, never)
  failing.progress.update(said([0, 4], [0, 6]))
  await expect(failed).rejects.toMatchObject({ code: 'server', message: 'the first 10 requests all failed' })

  const silent = watchReplies()
  const late = expect(silent.first(1500, never)).rejects.toMatchObject({
    message: 'no reply within 1.5 s of 4 requests, 2 failed',
  })
  silent.progress.update(said([0, 1], [0, 1]))
  await vi.advanceTimersByTimeAsync(1500)
  await late

  const stop = new AbortController()
  const told = expect(watchReplies().first(1000, stop.signal)).rejects.toMatchObject({ name: 'AbortError' })
  stop.abort()
  await told
  expect(vi.getTimerCount()).toBe(0)
})
