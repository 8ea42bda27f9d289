import { afterAll, beforeAll, expect, test } from 'vitest'
import { closed, planOf } from '../load/fixtures/plan-of.ts'
import { type RunningSimulator, startSimulator } from '../simulator/simulator.ts'
import { oneTokenReply, startByteServer } from './fixtures/byte-server.ts'
import { driveGenerator } from './fixtures/drive-generator.ts'
import { mostInFlight, statuses } from './fixtures/ended-records.ts'

let station: RunningSimulator
beforeAll(async () => {
  station = await startSimulator({ station: { law: { kind: 'deterministic', timeNs: 20e6 }, servers: 100 } })
})
afterAll(() => station.close())

const endless = Number.POSITIVE_INFINITY

test('a query’s requests are in flight together, and wait for the slowest before the next', async () => {
  const load = planOf([closed(2, endless, 0, 3)], { requests: 12 })
  const { records } = await driveGenerator({ port: station.port, load })
  expect(mostInFlight(records)).toBe(6)
  for (const query of [0, 1]) {
    const [own, next] = [query, query + 2].map((number) =>
      records.filter((record) => record.query === number),
    )
    expect([own!.length, next!.length]).toEqual([3, 3])
    const endNs = Math.max(...own!.map((record) => record.endNs))
    const successors = records.filter(({ plannedNs }) => plannedNs === endNs)
    expect(successors).toHaveLength(3)
    expect(new Set(successors.map((record) => record.query)).size).toBe(1)
  }
})

test('all of a query are made before the first of them is due', async () => {
  const sentWhenMade = new Map<number, number>()
  await driveGenerator({
    port: station.port,
    load: planOf([closed(1, endless, 0, 5)], { requests: 15 }),
    onPrepare: (index, { sent }) => {
      expect(sentWhenMade.has(index)).toBe(false)
      sentWhenMade.set(index, sent)
    },
  })
  const later = Array.from({ length: 10 }, (_, k) => k + 5)
  expect(later.map((index) => sentWhenMade.get(index))).toEqual([...Array(5).fill(5), ...Array(5).fill(10)])
})

test('a request of a query that times out doesn’t hold the next beyond its timeout', async () => {
  const server = await startByteServer((socket, { number }) => {
    if (number !== 1) socket.write(oneTokenReply)
  })
  const { records } = await driveGenerator({
    port: server.port,
    load: planOf([closed(1, endless, 0, 3)], { requests: 6 }),
    timeoutNs: 60e6,
  })
  server.close()
  expect(records.map(({ status }) => status).sort()).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'timeout'])
  const timedOut = records.find(({ status }) => status === 'timeout')!
  expect(timedOut.query).toBe(0)
  const second = records.filter(({ query }) => query === 1)
  expect(second.map(({ plannedNs }) => plannedNs)).toEqual([timedOut.endNs, timedOut.endNs, timedOut.endNs])
})

test('queries that nobody takes fail one after the other, held back as requests are', async () => {
  const server = await startByteServer(() => {})
  server.close()
  const load = planOf([closed(1, endless, 0, 4)], { requests: 8 })
  const { records } = await driveGenerator({ port: server.port, load })
  expect(new Set(statuses(records))).toEqual(new Set(['connect_error']))
  const ends = records.filter(({ query }) => query === 0).map(({ endNs }) => endNs)
  expect(records.filter(({ query }) => query === 1).map(({ plannedNs }) => plannedNs)).toEqual(
    Array(4).fill(Math.max(...ends) + 100e6),
  )
})

test.each(['stop', 'abort'] as const)(
  '%s in the middle of a query ends each of its requests',
  async (how) => {
    let told = false
    const server = await startByteServer((socket, { number }) => {
      if (number < 4 || how === 'stop') socket.write(oneTokenReply)
    })
    const { records, counters } = await driveGenerator({
      port: server.port,
      load: planOf([closed(1, endless, 0, 3)], { requests: 3e6 }),
      onTurn: (generator, nowNs, { sent }) => {
        if (sent < 6 || told) return
        told = true
        generator[how](nowNs)
      },
    })
    server.close()
    expect(counters.inFlight).toBe(0)
    expect(records).toHaveLength(6)
    const last = records.filter(({ query }) => query === 1).map(({ status }) => status)
    expect(last).toHaveLength(3)
    expect(last.includes('cancelled')).toBe(how === 'abort')
  },
)
