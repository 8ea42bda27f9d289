import { readFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { TareError } from '../errors.ts'
import { messages, metric, post, streamed } from './fixtures/chat.ts'
import { startFast } from './fixtures/start-fast.ts'
import { type RunningSimulator, startSimulator } from './simulator.ts'

test('a body beyond 64 MiB is refused', async () => {
  const simulator = await startFast()
  const status = new Promise((resolve, reject) => {
    const request = httpRequest(`${simulator.url}/v1/chat/completions`, { method: 'POST' }, (response) => {
      resolve(response.statusCode)
      request.destroy()
    })
    request.on('error', reject)
    const part = Buffer.alloc(1024 * 1024, 32)
    for (let sent = 0; sent < 65; sent++) request.write(part)
  })
  expect(await status).toBe(413)
})

test('a client that goes away frees what it held', async () => {
  const simulator = await startFast()
  const controller = new AbortController()
  const response = await fetch(`${simulator.url}/v1/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ messages, stream: true, max_tokens: 30_000, ignore_eos: true }),
    signal: controller.signal,
  })
  await response.body!.getReader().read()
  expect(await metric(simulator, 'num_requests_running')).toBe(1)
  controller.abort()
  await vi.waitFor(async () => expect(await metric(simulator, 'num_requests_running')).toBe(0))
  expect(await metric(simulator, 'kv_cache_usage_perc')).toBe(0)
})

/** Sends bytes on a fresh connection, and reads until as many streams as `dones` have ended. */
function raw(simulator: RunningSimulator, bytes: string, dones: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(simulator.port, '127.0.0.1', () => socket.write(bytes))
    let text = ''
    socket.on('error', reject).on('data', (part) => {
      text += part.toString('latin1')
      if (text.split('[DONE]').length > dones) socket.destroy()
    })
    socket.on('close', () => resolve(text))
  })
}

function rawRequest(id: string, version: string): string {
  const body = JSON.stringify({ messages, ...streamed })
  return `POST /v1/chat/completions HTTP/${version}\r\nhost: x\r\nx-request-id: ${id}\r\ncontent-length: ${body.length}\r\n\r\n${body}`
}

test('pipelined requests are answered one after the other', async () => {
  const text = await raw(await startFast(), rawRequest('first', '1.1') + rawRequest('second', '1.1'), 2)
  const heads = text.split('HTTP/1.1 200 OK').slice(1)
  expect(heads).toHaveLength(2)
  expect([heads[0]!.includes('chatcmpl-first'), heads[0]!.includes('chatcmpl-second')]).toEqual([true, false])
  expect([heads[1]!.includes('chatcmpl-first'), heads[1]!.includes('chatcmpl-second')]).toEqual([false, true])
})

test('HTTP/1.0 gets no chunks', async () => {
  const text = await raw(await startFast(), rawRequest('old', '1.0'), 1)
  expect(text).not.toMatch(/transfer-encoding/i)
  expect(text).toMatch(/\r\n\r\ndata: /)
})

test('listens on a unix socket', async () => {
  const unixPath = join(tmpdir(), `tare-simulator-${process.pid}.sock`)
  const simulator = await startFast({ unixPath })
  expect(simulator).toMatchObject({ url: `unix:${unixPath}`, port: 0 })
  const status = await new Promise((resolve, reject) => {
    httpRequest({ socketPath: unixPath, path: '/health', agent: false }, (response) =>
      resolve(response.statusCode),
    )
      .on('error', reject)
      .end()
  })
  expect(status).toBe(200)
})

test('serves TLS', async () => {
  const fixture = (name: string): string =>
    readFileSync(new URL(`../wire/fixtures/${name}`, import.meta.url), 'utf8')
  const simulator = await startFast({
    tls: { key: fixture('localhost.key'), cert: fixture('localhost.pem') },
  })
  expect(simulator.url).toMatch(/^https:/)
  const text = await new Promise<string>((resolve, reject) => {
    const options = { method: 'POST', rejectUnauthorized: false, agent: false }
    const request = httpsRequest(`${simulator.url}/v1/chat/completions`, options, (response) => {
      let received = ''
      response.on('data', (part) => {
        received += part
      })
      response.on('end', () => resolve(received))
    })
    request.on('error', reject).end(JSON.stringify({ messages, ...streamed }))
  })
  expect(text.split('\n\n')).toHaveLength(9)
  expect(simulator.lateness()).toMatchObject({ steps: 5, queuedWrites: 0 })
})

test('a port that is taken is refused with a hint', async () => {
  const { port } = await startFast()
  await expect(startSimulator({ port })).rejects.toThrow(TareError)
})

test('close cuts what is still streaming', async () => {
  const simulator = await startSimulator({ preset: 'fast' })
  const response = await post(simulator, { stream: true, max_tokens: 30_000, ignore_eos: true })
  const text = response.text()
  const failed = expect(text).rejects.toThrow()
  await simulator.close()
  await failed
})
