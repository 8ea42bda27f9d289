import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TareError } from '../errors.ts'
import { temporaryFolder } from '../record/fixtures/temporary-folder.ts'
import { planWith } from './fixtures/plan-with.ts'
import { resolveTarget, type TargetAddress } from './target-address.ts'

const never = new AbortController().signal
const pathIn = temporaryFolder()
const servers: Server[] = []

async function listening(
  place: { readonly host: string; readonly port: 0 } | { readonly path: string },
): Promise<number> {
  const server = createServer((socket) => socket.on('error', () => {}))
  servers.push(server)
  server.listen(place)
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'string' ? 0 : (address as AddressInfo).port
}

let port: number
beforeAll(async () => {
  port = await listening({ host: '127.0.0.1', port: 0 })
})
afterAll(() => {
  for (const server of servers) server.close()
})

function resolve(url: string, target: Parameters<typeof planWith>[1] = {}): Promise<TargetAddress> {
  return resolveTarget(planWith({}, target).target, url, never)
}

async function refusal(action: Promise<unknown>): Promise<TareError> {
  const error = await action.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(TareError)
  return error as TareError
}

describe('an address', () => {
  test('has its host header and its base path, with or without /v1', async () => {
    const endpoint = { kind: 'tcp', family: 4, address: '127.0.0.1', port }
    const host = `127.0.0.1:${port}`
    for (const [path, basePath] of [
      ['', ''],
      ['/', ''],
      ['/v1', ''],
      ['/v1/', ''],
      ['/openai', '/openai'],
      ['/openai/v1//', '/openai'],
      ['/v1beta', '/v1beta'],
    ] as const) {
      const url = `http://${host}${path}`
      expect(await resolve(url)).toEqual({ endpoint, host, basePath, label: url })
    }
  })

  test('of a name is the first that accepts a connection', async () => {
    // localhost may well be ::1 first, where nothing listens on this port.
    const { endpoint, host } = await resolve(`http://localhost:${port}`)
    expect(endpoint).toMatchObject({ kind: 'tcp', family: 4, address: '127.0.0.1', port })
    expect(host).toBe(`localhost:${port}`)
  })

  test('of IPv6 is without its brackets, and the host header with them', async (context) => {
    const six = await listening({ host: '::1', port: 0 }).catch(() => context.skip())
    const { endpoint, host } = await resolve(`http://[::1]:${six}/v1`)
    expect(endpoint).toMatchObject({ family: 6, address: '::1', port: six })
    expect(host).toBe(`[::1]:${six}`)
  })

  test('of a unix socket is its path', async () => {
    const path = pathIn('server.sock')
    await listening({ path })
    expect(await resolve(`unix:${path}`)).toEqual({
      endpoint: { kind: 'unix', path },
      host: 'localhost',
      basePath: '',
      label: `unix:${path}`,
    })
  })

  test('of https has a name to verify', async () => {
    const { endpoint } = await resolve(`https://localhost:${port}`)
    expect(endpoint.tls).toEqual({ serverName: 'localhost', verify: true })
    const insecure = await resolve(`https://127.0.0.1:${port}`, { insecure: true })
    expect(insecure.endpoint.tls).toEqual({ serverName: '127.0.0.1', verify: false })
  })
})

describe('what stands in the way', () => {
  test('a port that nothing listens on', async () => {
    const error = await refusal(resolve('http://127.0.0.1:1'))
    expect(error.code).toBe('unreachable')
    expect(error.message).toContain('127.0.0.1 port 1')
    expect(error.message).toContain('nothing listens there (ECONNREFUSED)')
    expect(error.hint).toContain('Start the server')
  })

  test('a name that does not resolve', async () => {
    const error = await refusal(resolve('http://no-such-host.invalid'))
    expect(error).toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('no-such-host.invalid'),
    })
  })

  test('a socket that is not there, or is no socket', async () => {
    const missing = await refusal(resolve(`unix:${pathIn('missing.sock')}`))
    expect(missing.message).toContain("the socket doesn't exist (ENOENT)")
    expect(missing.hint).toContain('path')
  })

  test('a certificate file that is not there, or is none', async () => {
    const missing = await refusal(resolve(`https://127.0.0.1:${port}`, { caFile: '/no/such.pem' }))
    expect(missing).toMatchObject({ code: 'input', message: expect.stringContaining('/no/such.pem') })
    const wrong = await refusal(resolve(`https://127.0.0.1:${port}`, { caFile: import.meta.filename }))
    expect(wrong).toMatchObject({ code: 'input', message: expect.stringContaining('no PEM certificate') })
  })

  test('being stopped', async () => {
    const error = await refusal(
      resolveTarget(planWith().target, `http://127.0.0.1:${port}`, AbortSignal.abort()),
    )
    expect(error.code).toBe('unreachable')
  })
})
