import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { apiByName } from '../api/registry.ts'
import { LogHistogram } from '../statistics/log-histogram.ts'
import { realtimeUnixNs } from '../time/realtime-clock.ts'
import { createPortableReactor } from '../wire/portable/portable-reactor.ts'
import { createConnectionPool } from './connection-pool.ts'
import { type ByteServer, startByteServer } from './fixtures/byte-server.ts'
import { loopback } from './fixtures/drive-generator.ts'
import { HttpConnection } from './http-connection.ts'

const reactor = createPortableReactor(realtimeUnixNs())
let server: ByteServer
beforeAll(async () => {
  server = await startByteServer(() => {})
})
afterAll(() => {
  server.close()
  reactor.close()
})

function connection(): HttpConnection {
  const histograms = {
    readDelay: new LogHistogram(),
    errorBound: new LogHistogram(),
    warmupErrorBound: new LogHistogram(),
    tokenReads: { count: 0, events: 0 },
  }
  const owner = {
    exchangeSent: () => {},
    exchangeEnded: () => {},
    exchangeRefused: () => {},
    idleClosed: () => {},
  }
  return new HttpConnection(reactor, loopback(server.port), apiByName('openai-chat'), histograms, owner)
}

test('gives the connection that was used last, and none that was dropped', () => {
  const pool = createConnectionPool()
  const [a, b, c] = [connection(), connection(), connection()]
  expect(pool.take()).toBeUndefined()
  for (const each of [a, b, c]) pool.give(each)
  pool.drop(b)
  pool.drop(b)
  expect([pool.take(), pool.take(), pool.take()]).toEqual([c, a, undefined])
  for (const each of [a, b, c]) each.close()
})

test('closes what is idle', async () => {
  const pool = createConnectionPool()
  await vi.waitFor(() => expect(server.openConnections()).toBe(0))
  pool.give(connection())
  pool.give(connection())
  await vi.waitFor(() => expect(server.openConnections()).toBe(2))
  pool.closeAll()
  expect(pool.take()).toBeUndefined()
  await vi.waitFor(() => expect(server.openConnections()).toBe(0))
})
