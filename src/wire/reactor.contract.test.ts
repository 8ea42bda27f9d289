import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { realtimeUnixNs } from '../time/realtime-clock.ts'
import type { Endpoint } from './endpoint.ts'
import { describeReactors, driveReactor } from './fixtures/drive-reactor.ts'
import { Recorder } from './fixtures/recorder.ts'
import { type Connection, stopReactor } from './reactor.ts'
import { RunQueue } from './run-queue.ts'

const fixture = (name: string): URL => new URL(`./fixtures/${name}`, import.meta.url)
const caPem = readFileSync(fixture('ca.pem'), 'utf8')

let peer: ChildProcess
let folder: string
let ports: { readonly tcp4: number; readonly tcp6: number | undefined; readonly tls: number }

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tare-wire-'))
  peer = fork(fixture('peer.mjs'), [join(folder, 'peer.sock')])
  ports = await new Promise((resolve) => peer.once('message', resolve as () => void))
})

afterAll(() => {
  peer.kill()
  rmSync(folder, { recursive: true })
})

const tcp4 = (): Endpoint => ({ kind: 'tcp', family: 4, address: '127.0.0.1', port: ports.tcp4 })
const secure = (tls: { serverName: string; caPem?: string; verify: boolean }): Endpoint => ({
  kind: 'tcp',
  family: 4,
  address: '127.0.0.1',
  port: ports.tls,
  tls,
})
const endpoints: Record<string, () => Endpoint | undefined> = {
  'TCP over IPv4': tcp4,
  'TCP over IPv6': () =>
    ports.tcp6 === undefined ? undefined : { kind: 'tcp', family: 6, address: '::1', port: ports.tcp6 },
  'a unix socket': () => ({ kind: 'unix', path: join(folder, 'peer.sock') }),
  TLS: () => secure({ serverName: 'localhost', caPem, verify: true }),
}

describeReactors('reactor', (name, create) => {
  async function talk(
    endpoint: Endpoint,
    order: string,
    until: (recorder: Recorder) => boolean,
    begin: (recorder: Recorder, connection: Connection) => void = () => {},
  ): Promise<Recorder> {
    const recorder = new Recorder()
    await driveReactor(
      create,
      (reactor) => {
        const connection = reactor.connect(endpoint, recorder)
        connection.send(Buffer.from(`${order}\n`))
        begin(recorder, connection)
      },
      () => until(recorder),
    )
    return recorder
  }

  describe.each(Object.entries(endpoints))('over %s', (kind, endpointOf) => {
    test('carries bytes both ways, stamped in order and within their bound', async () => {
      const endpoint = endpointOf()
      if (endpoint === undefined) return
      const recorder = await talk(endpoint, 'echo\nhello', (r) => r.text === 'hello\n')
      const { startNs, connectedNs, securedNs } = recorder.times!
      expect(startNs).toBeLessThanOrEqual(connectedNs)
      expect(kind === 'TLS' ? securedNs > connectedNs : securedNs === connectedNs).toBe(true)
      const sent = recorder.sends[0]!
      expect(sent.beforeNs).toBeGreaterThanOrEqual(securedNs)
      expect(sent.afterNs).toBeGreaterThanOrEqual(sent.beforeNs)
      for (const arrival of recorder.arrivals) {
        expect(arrival.atNs).toBeGreaterThan(sent.beforeNs)
        expect(arrival.observedNs).toBeGreaterThanOrEqual(arrival.atNs)
        expect(arrival.errorBoundNs).toBeGreaterThanOrEqual(0)
        expect(arrival.source).toBe(name === 'kernel' && kind !== 'a unix socket' ? 'kernel' : 'user')
      }
    })

    test('carries more than any buffer holds, in order', async () => {
      const endpoint = endpointOf()
      if (endpoint === undefined) return
      const size = 3_000_001
      const down = await talk(endpoint, `big ${size}`, (r) => r.ends === 1)
      expect(Buffer.concat(down.chunks).equals(Buffer.alloc(size, 'abcdefg'))).toBe(true)
      const payload = Buffer.alloc(size, 'gfedcba')
      const up = await talk(
        endpoint,
        'echo',
        (r) => r.chunks.reduce((total, chunk) => total + chunk.length, 0) === size,
        (_, connection) => connection.send(payload),
      )
      expect(Buffer.concat(up.chunks).equals(payload)).toBe(true)
      expect(up.sends).toHaveLength(kind === 'TLS' ? up.sends.length : 2)
    })

    test('says once that the peer ended, after its last bytes', async () => {
      const endpoint = endpointOf()
      if (endpoint === undefined) return
      const recorder = await talk(endpoint, 'end', (r) => r.ends > 0)
      expect([recorder.text, recorder.ends, recorder.failures]).toEqual(['bye', 1, []])
    })

    test('bounds the error of every event that came while the loop was busy', async () => {
      const endpoint = endpointOf()
      if (endpoint === undefined) return
      const recorder = new Recorder()
      const epochUnixNs = realtimeUnixNs()
      const monotonicAtEpochNs = process.hrtime.bigint()
      const reactor = create(epochUnixNs)
      reactor.connect(endpoint, recorder).send(Buffer.from('now\n'))
      await reactor.run((nowNs) => {
        const untilNs = nowNs + 30e6
        while (recorder.arrivals.length > 0 && reactor.nowNs() < untilNs);
        return recorder.arrivals.length > 5 || nowNs > 5e9 ? stopReactor : nowNs + 30e6
      })
      reactor.close()
      let crowded = 0
      const beyondNs = recorder.chunks.flatMap((chunk, i) => {
        const arrival = recorder.arrivals[i]!
        const writes = chunk.toString().trim().split('\n')
        if (writes.length > 1) crowded++
        return writes.map((write, k) => {
          const errorNs = arrival.atNs - Number(BigInt(write) - monotonicAtEpochNs)
          return errorNs - (k === writes.length - 1 ? arrival.lastEventErrorBoundNs : arrival.errorBoundNs)
        })
      })
      // The peer writes every 5 ms, and the loop was busy for 30: a bound that is wrong is so by most of that, for most
      // events. What is allowed for is the peer being put aside, now and then, between its clock and its write.
      expect(beyondNs.filter((ns) => ns > 4e6).length).toBeLessThan(beyondNs.length / 5)
      expect(crowded).toBeGreaterThan(2)
    })

    test('bounds what woke it from sleep by the wake-up, not by the sleep', async () => {
      const endpoint = endpointOf()
      if (endpoint === undefined || name !== 'kernel' || kind === 'a unix socket') return
      if (new RunQueue().waitedNs() === null) return
      const recorder = new Recorder()
      const reactor = create(realtimeUnixNs())
      reactor.connect(endpoint, recorder).send(Buffer.from('pairs\n'))
      const bounds = (): readonly number[] => recorder.arrivals.map(({ errorBoundNs }) => errorBoundNs)
      // They come every 50 ms, and nearly all of that is slept: without the wake-up every bound would be as long. On a busy
      // machine the wait for a core, which is in the bound, may now and then be as long too.
      const isBounded = (): boolean => bounds().some((ns) => ns < 25e6)
      await reactor.run((nowNs) => (isBounded() || nowNs > 5e9 ? stopReactor : 6e9))
      reactor.close()
      expect(recorder.text).toMatch(/^(first\nsecond\n)+$/)
      expect(isBounded()).toBe(true)
      expect(Math.min(...bounds())).toBeGreaterThan(0)
    })

    test('calls nothing after close', async () => {
      const endpoint = endpointOf()
      if (endpoint === undefined) return
      let turns = 0
      const recorder = await talk(
        endpoint,
        'big 1000000',
        (r) => r.chunks.length > 0 && ++turns > 20,
        (r, connection) => {
          r.onReceived = () => connection.close()
        },
      )
      expect([recorder.chunks.length, recorder.ends, recorder.failures]).toEqual([1, 0, []])
    })
  })

  test('a reset is a failure of the connection', async () => {
    const recorder = await talk(tcp4(), 'reset', (r) => r.failures.length > 0)
    expect(recorder.failures).toMatchObject([{ kind: 'reset', code: 'ECONNRESET' }])
  })

  test('a refused port is a failure to connect', async () => {
    const server = createServer()
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
    })
    await new Promise((resolve) => server.close(resolve))
    const endpoint: Endpoint = { kind: 'tcp', family: 4, address: '127.0.0.1', port }
    const recorder = await talk(endpoint, 'echo', (r) => r.failures.length > 0)
    expect(recorder.failures).toMatchObject([{ kind: 'connect', code: 'ECONNREFUSED' }])
  })

  test('a missing unix socket is a failure to connect', async () => {
    const endpoint: Endpoint = { kind: 'unix', path: join(folder, 'nobody.sock') }
    const recorder = await talk(endpoint, 'echo', (r) => r.failures.length > 0)
    expect(recorder.failures).toMatchObject([{ kind: 'connect', code: 'ENOENT' }])
  })

  test.each([
    [{ serverName: 'example.test', caPem, verify: true }, 'ERR_TLS_CERT_ALTNAME_INVALID'],
    [{ serverName: 'localhost', verify: true }, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ])('TLS that cannot be trusted is a failure: %#', async (tls, code) => {
    const recorder = await talk(secure(tls), 'echo', (r) => r.failures.length > 0)
    expect(recorder.failures).toMatchObject([{ kind: 'tls', code }])
    expect(recorder.times).toBeUndefined()
  })

  test('--insecure trusts any certificate', async () => {
    const endpoint = secure({ serverName: 'example.test', verify: false })
    expect((await talk(endpoint, 'end', (r) => r.ends > 0)).text).toBe('bye')
  })
})
