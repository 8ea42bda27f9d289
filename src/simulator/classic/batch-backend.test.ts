import { expect, test } from 'vitest'
import { createBatchBackend, type PendingJob } from './batch-backend.ts'
import { createFakeTime } from './fixtures/fake-time.ts'

const config = {
  law: { kind: 'deterministic', baseNs: 100, perItemNs: 0, sigma: 0 },
  contention: { sigma: 0, kappa: 0 },
  delayRule: 'first-taken',
  queueLimit: 2,
  seed: 0,
} as const
const start = { delayNs: 1000, succeeds: true }

function setUp() {
  const time = createFakeTime()
  const backend = createBatchBackend(config, time)
  backend.setBatching(2, 50)
  const heard: string[] = []
  let jobs = 0
  const submit = (): boolean => {
    const requestId = `job ${jobs++}`
    const job: PendingJob = {
      items: 1,
      requestId,
      served: ({ startNs, endNs }) => void heard.push(`${requestId} served ${startNs} to ${endNs}`),
      brokenOff: (why) => void heard.push(`${requestId} broken off: ${why}`),
    }
    return backend.submit(job)
  }
  return { time, backend, heard, submit }
}

test('jobs wait for a worker to start, and then are served as the station has it', async () => {
  const { time, backend, heard, submit } = setUp()
  const ready = backend.scale(1, start)
  expect(backend.workers()).toMatchObject([{ id: 9000, isReady: false }])
  submit()
  time.goTo(999)
  expect(backend.workers()[0]!.isReady).toBe(false)
  expect(heard).toEqual([])
  time.goTo(1150)
  expect(await ready).toBe(true)
  expect(backend.workers()[0]!.isReady).toBe(true)
  expect(heard).toEqual(['job 0 served 1050 to 1150'])
  expect(backend.pending()).toBe(0)
})

test('late timers make replies late, not the schedule', () => {
  const { time, backend, heard, submit } = setUp()
  void backend.scale(1, start)
  submit()
  submit()
  time.goTo(5000, 30)
  expect(heard).toEqual(['job 0 served 1000 to 1100', 'job 1 served 1000 to 1100'])
  expect(time.lateness.report()).toMatchObject({ steps: 1, maxUs: 0.03 })
})

test('refuses beyond the queue', () => {
  const { backend, submit } = setUp()
  expect([submit(), submit(), submit()]).toEqual([true, true, false])
  expect(backend.waiting()).toBe(2)
})

test('a worker that fails to start serves nothing, and who waits for it hears so', async () => {
  const { time, backend, heard, submit } = setUp()
  const ready = backend.scale(2, { delayNs: 1000, succeeds: false })
  submit()
  time.goTo(5000)
  expect(await ready).toBe(false)
  expect(backend.workers().map(({ isReady }) => isReady)).toEqual([false, false])
  expect(heard).toEqual([])
})

test('scaling down breaks off what those workers had, and their start', async () => {
  const { time, backend, heard, submit } = setUp()
  void backend.scale(1, start)
  time.goTo(1000)
  submit()
  const ready = backend.scale(2, start)
  time.goTo(1060)
  await backend.scale(0, start)
  expect(await ready).toBe(false)
  expect(heard).toEqual(['job 0 broken off: worker'])
  expect(backend.workers()).toEqual([])
})

test('stopping breaks off what waits, and the timer', () => {
  const { time, backend, heard, submit } = setUp()
  void backend.scale(1, start)
  submit()
  backend.stop()
  time.goTo(1e6)
  expect(heard).toEqual(['job 0 broken off: model'])
})
