import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compileNativePrograms, type NativePrograms, startNativeServer } from './native-program.ts'
import { readTruthLog } from './truth.ts'

const programs: NativePrograms | undefined = compileNativePrograms(['token-sender'])
afterAll(() => programs?.remove())

describe.skipIf(programs === undefined).each(['stepping', 'own-phase'])('token sender, %s', (mode) => {
  const dir = mkdtempSync(join(tmpdir(), 'tare-truth-'))
  const truthFile = join(dir, 'truth')
  afterAll(() => rmSync(dir, { recursive: true }))
  let url: string
  let stop: () => Promise<string>

  beforeAll(async () => {
    const args = `--mode ${mode} --streams 2 --step-us 5000 --spin-us 0 --truth ${truthFile}`.split(' ')
    const server = await startNativeServer(programs!.path('token-sender'), args)
    url = `http://127.0.0.1:${server.port}`
    stop = () => server.stop()
  })

  const ask = (id: string, body: object): Promise<Response> =>
    fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'x-request-id': id },
      body: JSON.stringify(body),
    })

  test('streams as many tokens as asked for, then finish reason, usage and [DONE]', async () => {
    const reply = await ask('plain', {
      max_tokens: 20,
      messages: [{ role: 'user', content: 'x'.repeat(100_000) }],
    })
    expect(reply.headers.get('content-type')).toMatch(/^text\/event-stream/)
    const events = (await reply.text()).split('\n\n').filter((event) => event !== '')
    expect(events.pop()).toBe('data: [DONE]')
    const data = events.map((event) => JSON.parse(event.slice('data: '.length)))
    expect(data[0].choices[0].delta).toEqual({ role: 'assistant', content: '' })
    expect(data.slice(1, -2).map((d) => d.choices[0].delta.content.length > 0)).toEqual(Array(20).fill(true))
    expect(data.at(-2).choices[0].finish_reason).toBe('length')
    expect(data.at(-1).usage.completion_tokens).toBe(20)
  })

  test('refuses more streams at once than --streams, and counts max_completion_tokens too', async () => {
    const replies = await Promise.all(['p1', 'p2', 'p3'].map((id) => ask(id, { max_completion_tokens: 10 })))
    expect(replies.map((reply) => reply.status).sort((a, b) => a - b)).toEqual([200, 200, 503])
    await Promise.all(replies.map((reply) => reply.text()))
  })

  test('outlives a client that goes away in the middle of its stream', async () => {
    const socket = createConnection(Number(new URL(url).port), '127.0.0.1')
    socket.write('POST / HTTP/1.1\r\nx-request-id: gone\r\ncontent-length: 19\r\n\r\n{"max_tokens":9999}')
    await once(socket, 'data')
    socket.destroy()
    expect((await (await ask('after', { max_tokens: 3 })).text()).endsWith('data: [DONE]\n\n')).toBe(true)
  })

  test('writes down when it wrote each token, a step apart', async () => {
    const beforeUnixNs = BigInt(Date.now() - 60_000) * 1_000_000n
    const figures = JSON.parse(await (await fetch(`${url}/figures`)).text())
    const served = Buffer.from(await (await fetch(`${url}/truth`)).arrayBuffer())
    await stop()
    expect(readFileSync(truthFile).equals(served)).toBe(true)
    const truth = readTruthLog(served, beforeUnixNs)
    expect(truth.get('plain')!.length).toBe(20)
    expect(truth.get('after')!.length).toBe(3)
    expect([...truth.values()].reduce((sum, times) => sum + times.length, 0)).toBe(figures.tokens)
    for (const times of truth.values()) expect([...times]).toEqual([...times].sort((a, b) => a - b))
    const plain = truth.get('plain')!
    // Deadlines are absolute: lateness doesn't add up over the 19 steps.
    const drift = Math.abs(plain[19]! - plain[0]! - 19 * 5_000_000)
    expect(drift).toBeLessThanOrEqual(figures.lateness_us.max * 1000 + 100)
  })
})
