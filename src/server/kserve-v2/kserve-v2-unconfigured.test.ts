import { expect, it, onTestFinished } from 'vitest'
import { startHttpFixture } from '../fixtures/http-fixture.ts'
import { errorOf, managed, noSignal, surroundings } from '../fixtures/managed.ts'
import { eight, nothing } from './fixtures/model-repository.ts'

/** MLServer, and any server that has no more than the protocol: no configuration is told, and a load's is passed over. */
function withoutConfigurations(isReady: boolean): Parameters<typeof startHttpFixture>[0] {
  let ready = isReady
  return ({ method, path }) => {
    if (path === '/v2/repository/index')
      return { json: [{ name: 'm', state: ready ? 'READY' : 'UNAVAILABLE', reason: '' }] }
    const [, verb] = /^\/v2\/repository\/models\/m\/(load|unload)$/.exec(path) ?? []
    if (verb !== undefined && method === 'POST') {
      ready = verb === 'load'
      return {}
    }
    if (path === '/v2/models/m/ready')
      return ready ? {} : { status: 404, json: { error: 'Model m not found' } }
    return { status: 404, json: { detail: 'Not Found' } }
  }
}

it('loads and unloads where the server tells no configuration', async () => {
  const server = await startHttpFixture(withoutConfigurations(false))
  onTestFinished(() => server.close())
  const changes = (): readonly string[] => server.requests.filter((request) => request.endsWith('load'))
  const adapter = managed(nothing, surroundings(server.url, { model: 'm' }))
  expect(await adapter.apply(nothing, noSignal)).toEqual({ settings: {}, pid: null })
  await adapter.apply(nothing, noSignal)
  expect(changes()).toEqual(['POST /v2/repository/models/m/load'])
  await adapter.close()
  expect(changes().slice(1)).toEqual(['POST /v2/repository/models/m/unload'])
})

it('leaves a loaded model alone where the server tells no configuration', async () => {
  const server = await startHttpFixture(withoutConfigurations(true))
  onTestFinished(() => server.close())
  const adapter = managed(nothing, surroundings(server.url, { model: 'm' }))
  await adapter.apply(nothing, noSignal)
  await adapter.close()
  expect(server.requests.filter((request) => request.endsWith('load'))).toEqual([])
})

it('refuses settings that couldn’t be read back, and loads nothing with them', async () => {
  const server = await startHttpFixture(withoutConfigurations(true))
  onTestFinished(() => server.close())
  const error = await errorOf(managed(eight, surroundings(server.url, { model: 'm' })).apply(eight, noSignal))
  expect(error.message).toBe(
    `m at ${server.url} has no configuration that could be read back, so server.batch_size, server.max_batch_delay_us, server.instances can't be set and checked`,
  )
  expect(error.hint).toContain('server.kind command')
  expect(server.requests.filter((request) => request.endsWith('load'))).toEqual([])
})
