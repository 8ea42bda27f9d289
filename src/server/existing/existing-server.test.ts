import { expect, it, onTestFinished } from 'vitest'
import type { ExistingServer, ReadyPlan } from '../../plan/server-plan.ts'
import { type FixtureReply, type HttpFixture, startHttpFixture } from '../fixtures/http-fixture.ts'
import { errorOf, managed, noSignal, surroundings } from '../fixtures/managed.ts'

const plan = (ready: Partial<ReadyPlan>): ExistingServer => ({
  kind: 'existing',
  ready: { healthPath: null, model: false, timeoutNs: 10e9, ...ready },
})

async function serve(
  answer: (path: string, times: number) => FixtureReply | undefined,
): Promise<HttpFixture> {
  const fixture = await startHttpFixture(({ path }) =>
    answer(path, fixture.requests.filter((request) => request.endsWith(` ${path}`)).length),
  )
  onTestFinished(() => fixture.close())
  return fixture
}

const models = (...ids: readonly string[]): FixtureReply => ({ json: { data: ids.map((id) => ({ id })) } })

it('waits until the health path answers 200 and the model is listed', async () => {
  const { url, requests } = await serve((path, times) =>
    path === '/health' ? { status: times < 3 ? 503 : 200 } : models(...(times < 2 ? [] : ['m'])),
  )
  const server = managed(plan({ healthPath: '/health', model: true }), surroundings(url, { model: 'm' }))
  expect(await server.apply(plan({ healthPath: '/health', model: true }), noSignal)).toEqual({
    settings: {},
    pid: null,
  })
  expect(requests).toEqual([
    'GET /health',
    'GET /health',
    'GET /health',
    'GET /v1/models',
    'GET /health',
    'GET /v1/models',
  ])
})

it('ends at the deadline on a /ping that always says 500, and says what it saw', async () => {
  const { url, requests } = await serve(() => ({ status: 500, json: { status: 'Unhealthy' } }))
  const asked = plan({ healthPath: '/ping', timeoutNs: 0.2e9 })
  const error = await errorOf(managed(asked, surroundings(url)).apply(asked, noSignal))
  expect(error.code).toBe('server')
  expect(error.message).toBe(
    `the server at ${url} isn't ready after 0.2 s: GET /ping answered HTTP 500: Unhealthy`,
  )
  // With pauses that grow from 20 ms, not in a busy loop.
  expect(requests.length).toBeLessThan(12)
})

it('takes a server that accepts and never answers as one that is not ready', async () => {
  const { url } = await serve(() => undefined)
  const asked = plan({ healthPath: '/health', timeoutNs: 0.1e9 })
  const error = await errorOf(managed(asked, surroundings(url)).apply(asked, noSignal))
  expect(error.message).toContain("isn't ready after 0.1 s")
  expect(error.message).toContain('no whole answer')
})

it('says which models there are instead', async () => {
  const { url } = await serve(() => models('a', 'b'))
  const asked = plan({ model: true, timeoutNs: 0.1e9 })
  const error = await errorOf(managed(asked, surroundings(url, { model: 'm' })).apply(asked, noSignal))
  expect(error.message).toContain('GET /v1/models lists a, b, not m')
})

it('takes a model that /v2 describes as ready', async () => {
  const { url } = await serve((path) => ({ status: path === '/v2/models/a%2Fb/ready' ? 200 : 404 }))
  const asked = plan({ model: true })
  await managed(asked, surroundings(`${url}/v1`, { model: 'a/b' })).apply(asked, noSignal)
})

it('takes one version of a model that /v2 describes as ready', async () => {
  const { url } = await serve((path) => ({
    status: path === '/v2/models/m%20m/versions/2/ready' ? 200 : 404,
  }))
  const asked = plan({ model: true, timeoutNs: 0.1e9 })
  await managed(asked, surroundings(url, { model: 'm m/versions/2' })).apply(asked, noSignal)
})

it('takes any model of a /v2 repository that is ready, when none is named', async () => {
  let state = 'UNAVAILABLE'
  const { url } = await serve((path) =>
    path === '/v2/repository/index' ? { json: [{ name: 'm', state }] } : { status: 404 },
  )
  const asked = plan({ model: true, timeoutNs: 0.1e9 })
  expect((await errorOf(managed(asked, surroundings(url)).apply(asked, noSignal))).message).toContain(
    'GET /v1/models answered HTTP 404, POST /v2/repository/index lists no model that is ready',
  )
  state = 'READY'
  await managed(asked, surroundings(url)).apply(asked, noSignal)
})

it('gives up at once when a key is wanted', async () => {
  const { url } = await serve(() => ({ status: 401, json: { error: 'Unauthorized' } }))
  const asked = plan({ model: true, timeoutNs: 60e9 })
  const error = await errorOf(managed(asked, surroundings(url)).apply(asked, noSignal))
  expect(error.message).toBe(`GET ${url}/v1/models wants a key: HTTP 401: Unauthorized`)
  expect(error.hint).toContain('target.api_key_env')
})

it('says that nothing listens', async () => {
  const fixture = await serve(() => ({}))
  await fixture.close()
  const asked = plan({ healthPath: '/health', timeoutNs: 0.1e9 })
  const error = await errorOf(managed(asked, surroundings(fixture.url)).apply(asked, noSignal))
  expect(error.message).toContain('nothing listens there (ECONNREFUSED)')
})

it('ends early when the signal is aborted, and when it is closed', async () => {
  const { url } = await serve(() => ({ status: 503 }))
  const asked = plan({ healthPath: '/health', timeoutNs: 60e9 })
  const stop = new AbortController()
  const stopped = errorOf(managed(asked, surroundings(url)).apply(asked, stop.signal))
  stop.abort()
  expect((await stopped).code).toBe('interrupted')

  const server = managed(asked, surroundings(url))
  const applied = errorOf(server.apply(asked, noSignal))
  await server.close()
  expect((await applied).code).toBe('interrupted')
  expect((await errorOf(server.apply(asked, noSignal))).code).toBe('interrupted')
})
