import { expect, it, onTestFinished } from 'vitest'
import type { OpenAiServer } from '../../plan/server-plan.ts'
import { type FixtureReply, type HttpFixture, startHttpFixture } from '../fixtures/http-fixture.ts'
import { errorOf, managed, noSignal, readyNow, surroundings } from '../fixtures/managed.ts'

/** An engine with vLLM's LoRA endpoints, and further hooks by path. */
async function engine(
  hooks: Readonly<Record<string, () => FixtureReply>> = {},
  loras: Map<string, string> = new Map(),
): Promise<HttpFixture & { readonly loras: Map<string, string> }> {
  const fixture = await startHttpFixture(({ method, path, json }) => {
    const { lora_name: name = '', lora_path: root = '' } = (json ?? {}) as Record<string, string>
    const hook = hooks[path]
    if (method === 'POST' && hook !== undefined) return hook()
    if (path === '/v1/models') {
      const adapters = Array.from(loras, ([id, adapter]) => ({ id, root: adapter, parent: 'base' }))
      return { json: { data: [{ id: 'base', root: '/models/base' }, ...adapters] } }
    }
    if (path === '/v1/load_lora_adapter') {
      if (loras.has(name))
        return { status: 400, json: { message: `The lora adapter '${name}' has already been loaded.` } }
      loras.set(name, root)
      return {}
    }
    if (path === '/v1/unload_lora_adapter') return loras.delete(name) ? {} : { status: 404 }
    return { status: 404, json: { detail: 'Not Found' } }
  })
  onTestFinished(() => fixture.close())
  return { ...fixture, loras }
}

const plan: OpenAiServer = {
  kind: 'openai',
  lora: null,
  resetCache: false,
  profile: false,
  ready: { ...readyNow, model: true, timeoutNs: 2e9 },
}
const sql = { name: 'sql', path: '/adapters/sql' }
const withSql: OpenAiServer = { ...plan, lora: sql }

it('waits for the model and changes nothing', async () => {
  const { url, requests } = await engine()
  const server = managed(plan, surroundings(`${url}/v1/`, { model: 'base' }))
  expect(await server.apply(plan, noSignal)).toEqual({ settings: {}, pid: null })
  await server.runBegins()
  await server.runEnds()
  await server.close()
  expect(requests).toEqual(['GET /v1/models'])
})

it('loads an adapter, swaps it for the next cell’s, and unloads it', async () => {
  const { url, loras } = await engine()
  const server = managed(withSql, surroundings(url, { model: 'sql' }))
  expect((await server.apply(withSql, noSignal)).settings).toEqual({ lora: 'sql' })
  expect((await server.apply(withSql, noSignal)).settings).toEqual({ lora: 'sql' })
  const next = { ...withSql, lora: { name: 'sql', path: '/adapters/sql-2' } }
  await server.apply(next, noSignal)
  expect([...loras]).toEqual([['sql', '/adapters/sql-2']])
  await server.close()
  await server.close()
  expect([...loras]).toEqual([])
})

it('leaves an adapter that was there, and refuses another of the same name', async () => {
  const { url, loras } = await engine({}, new Map([['sql', '/adapters/sql']]))
  const server = managed(withSql, surroundings(url, { model: 'sql' }))
  await server.apply(withSql, noSignal)
  const other = { ...withSql, lora: { name: 'sql', path: '/elsewhere' } }
  expect((await errorOf(server.apply(other, noSignal))).message).toContain(
    'already, from /adapters/sql, not from /elsewhere',
  )
  await server.close()
  expect([...loras.keys()]).toEqual(['sql'])
})

it('refuses an adapter that no request would use, and one that isn’t listed', async () => {
  const { url } = await engine({ '/v1/load_lora_adapter': () => ({}) })
  const unused = managed(withSql, surroundings(url))
  expect((await errorOf(unused.apply(withSql, noSignal))).message).toContain('not be used')
  const ignored = managed(withSql, surroundings(url, { model: 'sql' }))
  expect((await errorOf(ignored.apply(withSql, noSignal))).message).toContain(
    "doesn't list sql after it was loaded",
  )
})

it('says that the engine has no adapters', async () => {
  const { url } = await engine({
    '/v1/load_lora_adapter': () => ({ status: 404, json: { detail: 'Not Found' } }),
  })
  const server = managed(withSql, surroundings(url, { model: 'sql' }))
  const error = await errorOf(server.apply(withSql, noSignal))
  expect(error.message).toBe(
    `the engine at ${url} didn't load the LoRA adapter sql: POST /v1/load_lora_adapter answered HTTP 404: Not Found`,
  )
  expect(error.hint).toContain('VLLM_ALLOW_RUNTIME_LORA_UPDATING')
  await server.close()
})

it.each([
  ['vLLM', '/reset_prefix_cache'],
  ['SGLang', '/flush_cache'],
])('resets the cache of %s before a run, and profiles the run', async (_engine, path) => {
  const { url, requests } = await engine({
    [path]: () => ({}),
    '/start_profile': () => ({}),
    '/stop_profile': () => ({}),
  })
  const asked = { ...plan, resetCache: true, profile: true }
  const server = managed(asked, surroundings(url))
  await server.apply(asked, noSignal)
  expect(requests).toEqual(['GET /v1/models'])
  await server.runBegins()
  await server.runEnds()
  await server.close()
  expect(requests.slice(-3)).toEqual([`POST ${path}`, 'POST /start_profile', 'POST /stop_profile'])
})

it('stops the profiler of a run that never ended', async () => {
  const { url, requests } = await engine({ '/start_profile': () => ({}), '/stop_profile': () => ({}) })
  const asked = { ...plan, profile: true }
  const server = managed(asked, surroundings(url))
  await server.apply(asked, noSignal)
  await server.runBegins()
  await server.close()
  expect(requests.at(-1)).toBe('POST /stop_profile')
})

it('asks again while the engine is still busy', async () => {
  let times = 0
  const busy = (): FixtureReply => (++times < 3 ? { status: 400 } : {})
  const { url } = await engine({ '/flush_cache': busy })
  const asked = { ...plan, resetCache: true }
  const server = managed(asked, surroundings(url))
  await server.apply(asked, noSignal)
  await server.runBegins()
  expect(times).toBe(3)
})

it('says which endpoints an engine without hooks lacks', async () => {
  const { url } = await engine()
  const asked = { ...plan, resetCache: true, profile: true }
  const server = managed(asked, surroundings(url))
  await server.apply(asked, noSignal)
  const error = await errorOf(server.runBegins())
  expect(error.message).toBe(
    `the engine at ${url} didn't reset its prefix cache: POST /reset_prefix_cache answered HTTP 404: Not Found, POST /flush_cache answered HTTP 404: Not Found`,
  )
  const profiled = { ...plan, profile: true }
  await server.apply(profiled, noSignal)
  const profileError = await errorOf(server.runBegins())
  expect(profileError.message).toContain('POST /start_profile answered HTTP 404')
  await server.runEnds()
})
