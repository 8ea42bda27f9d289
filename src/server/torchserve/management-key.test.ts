import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startHttpFixture } from '../fixtures/http-fixture.ts'
import { errorOf, managed, noSignal } from '../fixtures/managed.ts'
import { preloaded, set, state, type TorchServeSet } from '../fixtures/torchserve-set.ts'
import type { ManagedServer, ServerSurroundings } from '../managed-server.ts'

interface KeyedSet extends TorchServeSet {
  /** Makes a new key, as TorchServe does when it is asked to. */
  expire(key: string): void
  readonly keyFile: string
  write(content: unknown): void
  serverWith(env: Readonly<Record<string, string>>): ManagedServer
}

/** A TorchServe whose management key changes. */
async function keyed(): Promise<KeyedSet> {
  const of = await set(preloaded)
  let key = 'first'
  const guard = await startHttpFixture(async ({ method, path, query, headers }) => {
    if (headers.authorization !== `Bearer ${key}`) {
      const message = 'Token Authorization failed. Token either incorrect, expired, or not provided correctly'
      return { status: 400, json: { code: 400, type: 'InvalidKeyException', message } }
    }
    const answer = await fetch(`${of.simulator.managementUrl}${path}?${query.toString()}`, { method })
    return { status: answer.status, json: await answer.json() }
  })
  onTestFinished(() => guard.close())
  const plan = { ...of.plan, managementUrl: guard.url, tokenEnv: 'TS_KEY' }
  const keyFile = join(of.around.stateFolder, '..', 'key_file.json')
  const around = (env: ServerSurroundings['env']): ServerSurroundings => ({ ...of.around, env })
  return {
    ...of,
    plan,
    keyFile,
    expire: (next) => {
      key = next
    },
    write: (content) =>
      writeFileSync(keyFile, typeof content === 'string' ? content : JSON.stringify(content)),
    serverWith: (env) => managed(plan, around(env)),
  }
}

const fileOf = (key: string, expires = '2026-01-01T00:00:00.000000Z'): unknown => ({
  management: { key, 'expiration time': expires },
  inference: { key: 'inference', 'expiration time': expires },
  API: { key: 'api' },
})

describe('a management key that expires', () => {
  it('is read anew from TorchServe’s file, in mid-sweep and to put the server back', async () => {
    const of = await keyed()
    const before = await state(of)
    of.write(fileOf('first'))
    const server = of.serverWith({ TS_KEY: of.keyFile })
    expect((await server.apply(of.plan, noSignal)).settings).toMatchObject({ batch_size: 4 })
    of.expire('second')
    of.write(fileOf('second'))
    expect((await server.apply({ ...of.plan, batchSize: 8 }, noSignal)).settings).toMatchObject({
      batch_size: 8,
    })
    of.expire('third')
    of.write(fileOf('third'))
    await server.close()
    expect(await state(of)).toEqual(before)
  })

  it('is read anew from the environment of a program that has changed it', async () => {
    const of = await keyed()
    const env: Record<string, string> = { TS_KEY: 'first' }
    const server = of.serverWith(env)
    await server.apply(of.plan, noSignal)
    of.expire('second')
    env.TS_KEY = 'second'
    expect((await server.apply({ ...of.plan, batchSize: 8 }, noSignal)).settings).toMatchObject({
      batch_size: 8,
    })
  })

  it('is named as expired where there is no other, with how to make one', async () => {
    const of = await keyed()
    const env: Record<string, string> = { TS_KEY: 'first' }
    const server = of.serverWith(env)
    await server.apply(of.plan, noSignal)
    of.expire('second')
    const error = await errorOf(server.apply({ ...of.plan, batchSize: 8 }, noSignal))
    expect(error.message).toContain('HTTP 400: Token Authorization failed')
    expect(error.hint).toContain('was taken before: it has expired, after token_expiration_min')
    expect(error.hint).toContain(`curl '${of.plan.managementUrl}/token?type=management'`)
    expect(error.hint).toContain('Name the path of key_file.json in TS_KEY instead')
    expect(`${error.message}${error.hint}`).not.toMatch(/first|second/)
    env.TS_KEY = 'second'
  })

  it('says when it has expired, as far as the file does', async () => {
    const of = await keyed()
    of.write(fileOf('first', '2026-01-02T03:04:05.000000Z'))
    const server = of.serverWith({ TS_KEY: of.keyFile })
    await server.apply(of.plan, noSignal)
    of.expire('second')
    const error = await errorOf(server.apply({ ...of.plan, batchSize: 8 }, noSignal))
    expect(error.hint).toContain('(key_file.json says 2026-01-02T03:04:05.000000Z)')
    of.write(fileOf('second'))
  })

  it('is waited for while its file is being written', async () => {
    const of = await keyed()
    of.write(fileOf('first'))
    const server = of.serverWith({ TS_KEY: of.keyFile })
    await server.apply(of.plan, noSignal)
    of.expire('second')
    of.write('{"management": {"key"')
    const applied = server.apply({ ...of.plan, batchSize: 8 }, noSignal)
    setTimeout(() => of.write(fileOf('second')), 150)
    expect((await applied).settings).toMatchObject({ batch_size: 8 })
  })
})

it.each([
  ['{}', 'has no management key'],
  ['null', 'has no management key'],
  ['{"management":{"key":7}}', 'has no management key'],
  ['no JSON', "can't be read: it isn't JSON"],
  [JSON.stringify(fileOf('a\nb')), "isn't one"],
])('a file %j is refused', async (content, words) => {
  const of = await keyed()
  of.write(content)
  const error = await errorOf(of.serverWith({ TS_KEY: of.keyFile }).apply(of.plan, noSignal))
  expect(error).toMatchObject({ code: 'server', message: expect.stringContaining(words) })
})

it('a file that isn’t there is named', async () => {
  const of = await keyed()
  const error = await errorOf(of.serverWith({ TS_KEY: '/no/key_file.json' }).apply(of.plan, noSignal))
  expect(error.message).toBe(
    "the file /no/key_file.json, which TS_KEY (server.token_env) names, can't be read: ENOENT",
  )
})
