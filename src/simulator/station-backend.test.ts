import { afterEach, expect, test } from 'vitest'
import type { Backend } from './backend.ts'
import { createLatenessRecorder } from './lateness.ts'
import { type ServiceLaw, serviceTimeNs } from './service-law.ts'
import { createStationBackend } from './station-backend.ts'

const nowNs = (): number => performance.now() * 1e6
const law: ServiceLaw = { kind: 'exponential', meanNs: 3e6 }

let backend: Backend | undefined
afterEach(() => backend?.stop())

function start(servers: number, served = law): Backend {
  backend = createStationBackend(
    { law: served, servers, maxModelTokens: 100, seed: 4 },
    nowNs,
    createLatenessRecorder(),
  )
  return backend
}

/** Submits the k-th request; when each of its tokens was due. */
function submit(index: number, outputTokens: number): Promise<number[]> {
  const dueNs: number[] = []
  return new Promise((resolve) => {
    backend!.submit({ promptTokens: 1, outputTokens, blockKey: (block) => block }, index, {
      token: (due) => void dueNs.push(due),
      finish: () => resolve(dueNs),
    })
  })
}

test('tokens are spread evenly over the service time that the seed draws', async () => {
  start(1)
  const beforeNs = nowNs()
  const due = await submit(0, 4)
  const serviceNs = serviceTimeNs(law, 4, 0)
  const startNs = due[3]! - serviceNs
  expect(startNs).toBeGreaterThanOrEqual(beforeNs)
  for (const [token, dueNs] of due.entries())
    expect(dueNs).toBeCloseTo(startNs + ((token + 1) / 4) * serviceNs, 0)
})

test('one server serves in order of arrival, one service time after the other', async () => {
  start(1)
  const ends = (await Promise.all([0, 1, 2, 3].map((index) => submit(index, 1)))).map((due) => due[0]!)
  for (let index = 1; index < 4; index++) {
    expect(ends[index]! - ends[index - 1]!).toBeCloseTo(serviceTimeNs(law, 4, index), 0)
  }
})

test('c servers serve c at once', async () => {
  // Longer than five submissions take on any machine.
  start(4, { kind: 'deterministic', timeNs: 500e6 })
  const submitted = [0, 1, 2, 3, 4].map((index) => submit(index, 1))
  expect(backend!.figures()).toMatchObject({ running: 4, waiting: 1 })
  await Promise.all(submitted)
  expect(backend!.figures()).toMatchObject({ running: 0, waiting: 0 })
})

test('a request that is given up is served all the same, in silence', async () => {
  start(1)
  let heard = 0
  const sink = { token: () => void heard++, finish: () => void heard++ }
  const job = backend!.submit({ promptTokens: 1, outputTokens: 2, blockKey: (block) => block }, 0, sink)
  const arrivedNs = nowNs()
  job.abort()
  const due = await submit(1, 1)
  expect(heard).toBe(0)
  const servedNs = serviceTimeNs(law, 4, 0) + serviceTimeNs(law, 4, 1)
  expect(due[0]! - arrivedNs).toBeLessThanOrEqual(servedNs)
  expect(due[0]! - servedNs).toBeGreaterThan(arrivedNs - 1e9)
  expect(backend!.figures()).toMatchObject({ running: 0, waiting: 0 })
})
