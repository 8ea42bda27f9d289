import { afterEach, expect, test } from 'vitest'
import type { Backend } from './backend.ts'
import type { EngineConfig } from './engine.ts'
import { createEngineBackend } from './engine-backend.ts'
import { createLatenessRecorder } from './lateness.ts'

const nowNs = (): number => performance.now() * 1e6
const config: EngineConfig = {
  cost: { baseNs: 2e6, perSequenceNs: 1000, perContextTokenNs: 10, perPrefillTokenNs: 100 },
  maxSequences: 8,
  maxBatchedTokens: 64,
  blocks: 100,
  maxModelTokens: 1600,
  prefixCaching: false,
}

let backend: Backend | undefined
afterEach(() => backend?.stop())

interface Heard {
  readonly dueNs: number[]
  readonly nowNs: number[]
  readonly done: Promise<void>
}

/** Submits a request; what its sink hears. `onToken` may keep the process busy. */
function submit(
  to: Backend,
  outputTokens: number,
  onToken: (token: number) => void = () => undefined,
): Heard {
  const heard = { dueNs: [] as number[], nowNs: [] as number[] }
  const done = new Promise<void>((resolve) => {
    to.submit({ promptTokens: 10, outputTokens, blockKey: (block) => block }, 0, {
      token(dueNs, firstNs) {
        heard.dueNs.push(dueNs)
        heard.nowNs.push(firstNs)
        onToken(heard.dueNs.length)
      },
      finish: resolve,
    })
  })
  return { ...heard, done }
}

function keepBusy(durationNs: number): void {
  const endNs = nowNs() + durationNs
  while (nowNs() < endNs);
}

/** Gaps between deadlines that the cost model gives to one sequence of ten prompt tokens. */
function expectedGapsNs(tokens: number): number[] {
  return Array.from({ length: tokens - 1 }, (_, gap) => 2e6 + 1000 + 10 * (10 + gap))
}

test('deadlines are counted from deadlines, however late the process is', async () => {
  backend = createEngineBackend(config, nowNs, createLatenessRecorder())
  const heard = submit(backend, 6, (token) => {
    if (token === 2) keepBusy(5e6)
  })
  await heard.done
  const gaps = heard.dueNs.slice(1).map((dueNs, index) => dueNs - heard.dueNs[index]!)
  for (const [index, gap] of expectedGapsNs(6).entries()) expect(gaps[index]).toBeCloseTo(gap, 0)
})

test('no token leaves before it is due, and those of a step leave together', async () => {
  backend = createEngineBackend(config, nowNs, createLatenessRecorder())
  const [first, second] = [submit(backend, 5), submit(backend, 4)]
  await Promise.all([first.done, second.done])
  for (const heard of [first, second]) {
    for (const [token, dueNs] of heard.dueNs.entries())
      expect(heard.nowNs[token]).toBeGreaterThanOrEqual(dueNs)
  }
  expect(second.dueNs).toEqual(first.dueNs.slice(1))
})

test('an idle engine starts from the present', async () => {
  backend = createEngineBackend(config, nowNs, createLatenessRecorder())
  await submit(backend, 1).done
  keepBusy(5e6)
  const submittedNs = nowNs()
  const heard = submit(backend, 1)
  await heard.done
  expect(heard.dueNs[0]).toBeGreaterThanOrEqual(submittedNs + 2e6)
})

test('after a second of standing still it starts afresh rather than catch up, and says so', async () => {
  const lateness = createLatenessRecorder()
  backend = createEngineBackend(config, nowNs, lateness)
  let awakeNs = 0
  const heard = submit(backend, 3, (token) => {
    if (token > 1) return
    keepBusy(1.01e9)
    awakeNs = nowNs()
  })
  await heard.done
  expect(lateness.report().stalls).toBe(1)
  expect(heard.dueNs[1]).toBeGreaterThan(awakeNs)
})

test('an aborted request hears nothing more, even in the middle of a step', async () => {
  backend = createEngineBackend(config, nowNs, createLatenessRecorder())
  let heard = 0
  const sink = { token: () => void heard++, finish: () => void heard++ }
  const job = backend.submit({ promptTokens: 10, outputTokens: 3, blockKey: (block) => block }, 0, sink)
  const other = submit(backend, 4)
  job.abort()
  await other.done
  expect(heard).toBe(0)
  expect(backend.figures()).toMatchObject({ running: 0, waiting: 0, cacheUsage: 0 })
})
