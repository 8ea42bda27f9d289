import { expect, test } from 'vitest'
import { apiByName } from '../api/registry.ts'
import type { RequestRecord } from '../record/request-record.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { oneTokenReply, startByteServer } from './fixtures/byte-server.ts'
import { chatRequest, loopback } from './fixtures/drive-generator.ts'
import { sendOne } from './send-one.ts'

const never = new AbortController().signal

function send(port: number, timeoutNs = 30e9, stop = never): Promise<RequestRecord> {
  const request = { requestId: 'the-id', bytes: chatRequest('the-id', 3), outputTokens: 3 }
  return sendOne(loopback(port), apiByName('openai-chat'), request, timeoutNs, stop)
}

test('sends one request as a worker does', async () => {
  const simulator = await startSimulator({ preset: 'fast' })
  const record = await send(simulator.port)
  await simulator.close()
  expect(record).toMatchObject({
    status: 'ok',
    requestId: 'the-id',
    outputTokens: 3,
    reused: false,
    attempts: 1,
  })
  expect(record.timestampSource).toBe('user')
})

test('says what went wrong', async () => {
  const server = await startByteServer(() => {})
  const silent = await send(server.port, 50e6)
  expect(silent).toMatchObject({ status: 'timeout', firstByteNs: null })
  server.close()
  expect(await send(server.port)).toMatchObject({ status: 'connect_error', sentNs: null })
})

test('ends as cancelled when it is stopped', async () => {
  const stop = new AbortController()
  const server = await startByteServer(() => stop.abort())
  expect(await send(server.port, 30e9, stop.signal)).toMatchObject({ status: 'cancelled', firstByteNs: null })
  server.close()
})

test('one request, even when its answer is that of two', async () => {
  let requests = 0
  const server = await startByteServer((socket) => {
    requests++
    socket.write(oneTokenReply + oneTokenReply)
  })
  expect((await send(server.port)).status).toBe('ok')
  expect(requests).toBe(1)
  server.close()
})
