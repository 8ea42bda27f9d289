import type { Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { closed, open, planOf } from '../load/fixtures/plan-of.ts'
import type { LoadPlan, PlannedSend } from '../load/load-plan.ts'
import { createPacer } from '../load/pacer.ts'
import { type RunningSimulator, startSimulator } from '../simulator/simulator.ts'
import { type ByteServer, oneTokenReply, startByteServer } from './fixtures/byte-server.ts'
import { driveGenerator } from './fixtures/drive-generator.ts'
import { byIndex, mostInFlight, statuses } from './fixtures/ended-records.ts'

let station: RunningSimulator
beforeAll(async () => {
  station = await startSimulator({ station: { law: { kind: 'deterministic', timeNs: 20e6 }, servers: 100 } })
})
afterAll(() => station.close())

const doneBytes = 'data: [DONE]\n\n'.length

function sendsOf(load: LoadPlan): readonly PlannedSend[] {
  const pacer = createPacer(load, { worker: 0, workers: 1 })
  const sends: PlannedSend[] = []
  while (pacer.nextDueNs() < Number.POSITIVE_INFINITY) sends.push(pacer.take())
  return sends
}

test('sends each planned request once, and notes when it was planned', async () => {
  const load = planOf([open('poisson', 300, 0.15e9)])
  const { records, counters } = await driveGenerator({ port: station.port, load })
  const planned = sendsOf(load)
  expect(planned.length).toBeGreaterThan(20)
  expect(byIndex(records).map(({ index, plannedNs }) => [index, plannedNs])).toEqual(
    planned.map(({ index, plannedNs }) => [index, plannedNs]),
  )
  expect(new Set(statuses(records))).toEqual(new Set(['ok']))
  expect(counters).toMatchObject({ sent: planned.length, inFlight: 0 })
  for (const record of records) {
    expect(record.requestId).toBe(`request-${record.index}`)
    expect(record.sentNs).toBeGreaterThanOrEqual(record.plannedNs)
    expect(record.endNs).toBeGreaterThan(record.sentNs!)
    expect(record).toMatchObject({ requestedOutputTokens: 2, outputTokens: 2, attempts: 1, httpStatus: 200 })
  }
})

test('never has more in flight than allowed; what waits keeps its planned time and is late', async () => {
  const load = planOf([open('poisson', 200, 0.1e9)], { maxConcurrency: 2 })
  let behindNs = 0
  const { records } = await driveGenerator({
    port: station.port,
    load,
    onTurn: (generator, nowNs) => {
      behindNs = Math.max(behindNs, generator.behindNs(nowNs))
    },
  })
  const planned = sendsOf(load)
  expect(byIndex(records).map(({ plannedNs }) => plannedNs)).toEqual(
    planned.map(({ plannedNs }) => plannedNs),
  )
  expect(mostInFlight(records)).toBe(2)
  // Two at a time, each of 20 ms, and so no sooner than this.
  expect(byIndex(records).at(-1)!.sentNs).toBeGreaterThan(Math.floor((planned.length - 1) / 2) * 19e6)
  expect(behindNs).toBeGreaterThan(0)
})

test('a closed loop keeps its slots busy over kept-alive connections', async () => {
  const load = planOf([closed(3)], { requests: 9 })
  const { records, connectionsOpened } = await driveGenerator({ port: station.port, load })
  expect(records).toHaveLength(9)
  expect(mostInFlight(records)).toBe(3)
  expect(connectionsOpened).toBe(3)
  expect(records.filter(({ reused }) => reused)).toHaveLength(6)
  expect(records.filter(({ connectedNs }) => connectedNs !== null)).toHaveLength(3)
})

test('gives up what takes longer than the timeout, and goes on', async () => {
  const timeoutNs = 60e6
  const server = await startByteServer((socket, { number }) => {
    if (number !== 0) socket.write(oneTokenReply)
  })
  const { records } = await driveGenerator({
    port: server.port,
    load: planOf([closed(1)], { requests: 3 }),
    timeoutNs,
  })
  server.close()
  expect(statuses(records)).toEqual(['timeout', 'ok', 'ok'])
  const first = records[0]!
  expect(first.error).toBe('no end within 0.06 s (--timeout)')
  expect(first.endNs - first.plannedNs).toBeGreaterThanOrEqual(timeoutNs)
  expect(first.firstByteNs).toBeNull()
  // Its connection may still bring its reply: it carries no other request.
  expect(records[1]!.reused).toBe(false)
})

/** Answers the first request of every connection, and does `then` in place of an answer to the second. */
function answersOnce(then: (socket: Socket) => void): Promise<ByteServer> {
  return startByteServer((socket, { onConnection }) => {
    if (onConnection === 0) socket.write(oneTokenReply)
    else then(socket)
  })
}

test.each([
  ['closes', (socket: Socket) => void socket.end()],
  ['resets', (socket: Socket) => void socket.resetAndDestroy()],
])('sends again what a kept-alive connection lost when the server %s it', async (_, then) => {
  const server = await answersOnce(then)
  const { records, counters } = await driveGenerator({
    port: server.port,
    load: planOf([closed(1)], { requests: 3 }),
  })
  expect(statuses(records)).toEqual(['ok', 'ok', 'ok'])
  const [first, second, third] = byIndex(records)
  expect([first, second, third].map((record) => record!.attempts)).toEqual([1, 2, 2])
  expect(second).toMatchObject({ reused: false, bytesSent: 2 * first!.bytesSent, error: null })
  expect(second!.connectedNs).not.toBeNull()
  // The plan's time is that of the first attempt, the time of sending that of the last.
  expect(second!.plannedNs).toBeLessThanOrEqual(second!.connectStartNs!)
  expect(second!.sentNs!).toBeGreaterThanOrEqual(second!.connectedNs!)
  expect(counters.sent).toBe(3)
  expect(server.connections()).toBe(3)
  server.close()
})

test('sends nothing a third time, and nothing again that had an answer begun', async () => {
  const server = await startByteServer((socket, { number }) => {
    if (number === 0) socket.write(oneTokenReply)
    else socket.end()
  })
  const { records } = await driveGenerator({ port: server.port, load: planOf([closed(1)], { requests: 2 }) })
  server.close()
  expect(statuses(records)).toEqual(['ok', 'truncated'])
  expect(records[1]).toMatchObject({ attempts: 2, bytesReceived: 0 })

  const halfway = await answersOnce((socket) => void socket.end('HTTP/1.1 200 OK\r\ncontent-type: text/'))
  const cut = await driveGenerator({ port: halfway.port, load: planOf([closed(1)], { requests: 2 }) })
  halfway.close()
  expect(statuses(cut.records)).toEqual(['ok', 'truncated'])
  expect(cut.records[1]).toMatchObject({ attempts: 1, reused: true })
})

test('a connection that brings bytes nobody asked for carries no other request', async () => {
  const server = await startByteServer((socket) => socket.write(`${oneTokenReply}HTTP/1.1 200 OK\r\n`))
  const { records, connectionsOpened } = await driveGenerator({
    port: server.port,
    load: planOf([closed(1)], { requests: 3 }),
  })
  server.close()
  expect(statuses(records)).toEqual(['ok', 'ok', 'ok'])
  expect(connectionsOpened).toBe(3)
})

test('a refused connection is an error of its request, and holds a closed loop back', async () => {
  const server = await startByteServer(() => {})
  server.close()
  const { records } = await driveGenerator({ port: server.port, load: planOf([closed(1)], { requests: 3 }) })
  expect(statuses(records)).toEqual(['connect_error', 'connect_error', 'connect_error'])
  for (const record of records) {
    expect(record.error).toContain('ECONNREFUSED')
    expect(record).toMatchObject({ sentNs: null, connectedNs: null, firstByteNs: null })
  }
  const [first, second] = byIndex(records)
  expect(second!.plannedNs - first!.endNs).toBe(100e6)
})

test('stop: no more is sent, and what is in flight ends as it would have', async () => {
  const { records, counters } = await driveGenerator({
    port: station.port,
    load: planOf([closed(4)], { requests: 1e6 }),
    onTurn: (generator, _, { sent }) => {
      if (sent >= 6) generator.stop()
    },
  })
  expect(new Set(statuses(records))).toEqual(new Set(['ok']))
  expect(records).toHaveLength(counters.sent)
  expect(counters.inFlight).toBe(0)
})

test('abort: what is in flight is recorded as cancelled at once', async () => {
  const server = await startByteServer((socket, { number }) => {
    if (number === 0) socket.write(oneTokenReply)
    else socket.write(oneTokenReply.slice(0, -doneBytes))
  })
  let abortedNs = 0
  const { records } = await driveGenerator({
    port: server.port,
    load: planOf([closed(3)], { requests: 1e6 }),
    onTurn: (generator, nowNs, { sent }) => {
      if (sent < 4 || abortedNs > 0) return
      abortedNs = nowNs
      generator.abort(nowNs)
    },
  })
  server.close()
  expect(records.map(({ status }) => status)).toEqual(['ok', 'cancelled', 'cancelled', 'cancelled'])
  for (const record of records.slice(1)) {
    expect(record).toMatchObject({ endNs: abortedNs, error: 'the run was stopped' })
  }
})

test('what is unfinished at the end of the drain is censored, its tokens kept', async () => {
  const server = await startByteServer((socket) => socket.write(oneTokenReply.slice(0, -doneBytes)))
  const load = planOf([closed(2)], { requests: 2 })
  const { records } = await driveGenerator({ port: server.port, load, drainNs: 80e6 })
  server.close()
  expect(statuses(records)).toEqual(['censored', 'censored'])
  for (const record of records) {
    expect(record).toMatchObject({
      tokenEvents: 1,
      finishReason: 'stop',
      bytesReceived: oneTokenReply.length - doneBytes,
    })
    expect(record.endNs - record.sentNs!).toBeGreaterThan(0)
  }
})

test('an open loop has a connection ahead of its need', async () => {
  const load = planOf([open('constant', 100, 0.15e9)])
  const { records, connectionsOpened } = await driveGenerator({ port: station.port, load })
  const [, ...later] = byIndex(records).filter(({ reused }) => !reused)
  // On a busy machine two may be due at once, and the second finds none.
  expect(later.some(({ connectStartNs, plannedNs }) => connectStartNs! < plannedNs)).toBe(true)
  expect(connectionsOpened).toBeLessThanOrEqual(later.length + 2)
})

test('sends again what was lost with a connection opened ahead', async () => {
  let held: Socket | undefined
  const server = await startByteServer((socket, { number }) => {
    if (number === 0) held = socket
    else if (number === 1) socket.end()
    else for (const each of [socket, held!]) each.write(oneTokenReply)
  })
  const load = planOf([open('constant', 20)], { requests: 2 })
  const { records } = await driveGenerator({ port: server.port, load })
  server.close()
  expect(statuses(records)).toEqual(['ok', 'ok'])
  expect(byIndex(records)[1]).toMatchObject({ attempts: 2, reused: false })
})
