import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ExistingServer } from '../../plan/server-plan.ts'
import {
  type ClassicOptions,
  type RunningClassicSimulator,
  startClassicSimulator,
} from '../../simulator/classic/start-classic-simulator.ts'
import { type FixtureReply, startHttpFixture } from '../fixtures/http-fixture.ts'
import { errorOf, managed, noSignal, surroundings } from '../fixtures/managed.ts'
import type { ServerSurroundings } from '../managed-server.ts'

const plan: ExistingServer = { kind: 'existing', ready: { healthPath: null, model: true, timeoutNs: 5e9 } }
const impatient: ExistingServer = { ...plan, ready: { ...plan.ready, timeoutNs: 0.15e9 } }

async function ready(url: string, around: Partial<ServerSurroundings>): Promise<void> {
  await managed(plan, surroundings(url, around)).apply(plan, noSignal)
}

/** What is said of a server that isn't ready. */
async function complaint(url: string, around: Partial<ServerSurroundings>): Promise<string> {
  return (await errorOf(managed(impatient, surroundings(url, around)).apply(impatient, noSignal))).message
}

/** With its ports one after the other, as TorchServe has them; the system says which are free. */
async function neighbours(options: ClassicOptions): Promise<RunningClassicSimulator> {
  for (;;) {
    const port = await freePort()
    try {
      const simulator = await startClassicSimulator({
        inferencePort: port,
        managementPort: port + 1,
        workerStartMs: 5,
        ...options,
      })
      onTestFinished(() => simulator.close())
      return simulator
    } catch {
      // The next port was taken.
    }
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => probe.once('listening', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return Math.min(port, 65_000)
}

async function fixture(answer: (request: string) => FixtureReply): Promise<string> {
  const server = await startHttpFixture(({ method, path }) => answer(`${method} ${path}`))
  onTestFinished(() => server.close())
  return server.url
}

describe('a TorchServe that runs already', () => {
  const models = { models: [{ name: 'm' }] }

  it('is ready when its management API lists the model with a worker', async () => {
    const { inferenceUrl } = await neighbours(models)
    await ready(inferenceUrl, { api: 'torchserve', model: 'm' })
    await ready(inferenceUrl, { api: 'torchserve', model: 'm/1.0' })
    await ready(inferenceUrl, { api: 'torchserve', model: null })
    const other = await complaint(inferenceUrl, { api: 'torchserve', model: 'other' })
    expect(other).toMatch(/GET http:\S+\/models\/other answered HTTP 404: Model not found: other/)
    expect(await complaint(inferenceUrl, { api: 'torchserve', model: 'm/2.0' })).toContain('does not exist')
  })

  it('is not ready while no worker is', async () => {
    const { inferenceUrl } = await neighbours({ ...models, faults: [{ kind: 'never_ready' }] })
    expect(await complaint(inferenceUrl, { api: 'torchserve', model: 'm' })).toContain(
      'no worker that is READY: worker',
    )
  })

  it('is asked at the port of predictions where management is closed or wants a key', async () => {
    for (const options of [
      { faults: [{ kind: 'management_closed' }] },
      { managementToken: 'key' },
    ] as const) {
      const { inferenceUrl } = await neighbours({ ...models, ...options })
      await ready(inferenceUrl, { api: 'torchserve', model: 'm' })
      const other = await complaint(inferenceUrl, { api: 'torchserve', model: 'other' })
      expect(other).toContain('OPTIONS /predictions/other answered HTTP 404')
    }
  })

  it('is not taken for ready by what another server on the next port says', async () => {
    const url = await fixture((request) => (request === 'GET /ping' ? { status: 500 } : { json: {} }))
    expect(await complaint(url, { api: 'torchserve', model: 'm' })).toContain('GET /ping answered HTTP 500')
  })

  it('is ready for a workflow that it lists, or when that can’t be asked', async () => {
    const { inferenceUrl, managementUrl } = await neighbours(models)
    const of = { api: 'torchserve-workflow', model: 'w' } as const
    expect(await complaint(inferenceUrl, of)).toContain('/workflows/w answered HTTP 404')
    await fetch(`${managementUrl}/workflows?url=w.war&workflow_name=w`, { method: 'POST' })
    await ready(inferenceUrl, of)
    const closed = await neighbours({ ...models, faults: [{ kind: 'management_closed' }] })
    await ready(closed.inferenceUrl, of)
  })

  it('is ready for V2’s predictions, of which it has no more', async () => {
    const url = await fixture((request) => {
      if (request === 'GET /ping' || request === 'OPTIONS /predictions/m') return {}
      return { status: 404, json: { code: 404, type: 'ResourceNotFoundException', message: 'not found' } }
    })
    await ready(url, { api: 'kserve-v2', model: 'm' })
  })
})

describe('a KServe V2 server that runs already', () => {
  it('is ready when the model says so', async () => {
    const { inferenceUrl } = await neighbours({ models: [{ name: 'm' }] })
    await ready(inferenceUrl, { api: 'kserve-v2', model: 'm' })
    await ready(inferenceUrl, { api: 'kserve-v2', model: null })
    expect(await complaint(inferenceUrl, { api: 'kserve-v2', model: 'other' })).toContain(
      '/v2/models/other/ready',
    )
  })

  it('is ready when only its repository says so', async () => {
    let state = 'UNAVAILABLE'
    const url = await fixture((request) =>
      request === 'POST /v2/repository/index'
        ? { json: [{ name: 'm', state }, { name: 'n' }] }
        : { status: 501 },
    )
    expect(await complaint(url, { api: 'kserve-v2', model: 'm/versions/1' })).toContain(
      'GET /v2/models/m/versions/1/ready answered HTTP 501, and the repository lists m (UNAVAILABLE), n (not loaded)',
    )
    state = 'READY'
    await ready(url, { api: 'kserve-v2', model: 'm/versions/1' })
    expect(await complaint(url, { api: 'kserve-v2', model: 'n' })).toContain('n (not loaded)')
  })

  it('gives up at once when a key is wanted', async () => {
    const url = await fixture(() => ({ status: 401 }))
    const error = await errorOf(
      managed(plan, surroundings(url, { api: 'kserve-v2', model: 'm' })).apply(plan, noSignal),
    )
    expect(error.message).toContain('/v2/models/m/ready wants a key')
  })
})
