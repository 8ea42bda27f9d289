import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { TareError } from '../errors.ts'
import { realtimeUnixNs } from '../time/realtime-clock.ts'
import { parseFault } from './fault.ts'
import { type SimulatorOptions, startSimulator } from './simulator.ts'
import type { TruthRecord } from './truth-log.ts'

const folder = mkdtempSync(join(tmpdir(), 'tare-truth-'))
let files = 0
afterAll(() => rmSync(folder, { recursive: true }))

/** Asks a simulator for these, all at once; what its truth log says, in order of arrival. */
async function truth(
  options: SimulatorOptions,
  requests: readonly object[],
): Promise<{ header: { schema: string; epoch_unix_ns: string }; records: TruthRecord[] }> {
  const truthLog = join(folder, `${files++}.jsonl`)
  const simulator = await startSimulator({ preset: 'fast', truthLog, ...options })
  await Promise.all(
    requests.map(async (fields, index) => {
      const headers = { 'x-request-id': `id-${index}` }
      const body = JSON.stringify({
        messages: [{ role: 'user', content: 'a b c' }],
        ignore_eos: true,
        ...fields,
      })
      const response = await fetch(`${simulator.url}/v1/chat/completions`, { method: 'POST', headers, body })
      await response.text().catch(() => '')
    }),
  )
  await simulator.close()
  const [header, ...records] = readFileSync(truthLog, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  return { header, records: records.toSorted((a, b) => a.index - b.index) }
}

test('says per request when it came and when each token was due and left', async () => {
  const epochUnixNs = realtimeUnixNs()
  const { header, records } = await truth({ epochUnixNs }, [{ stream: true, max_tokens: 4 }])
  expect(header).toEqual({ schema: 'tare.truth-log/1', epoch_unix_ns: String(epochUnixNs) })
  const record = records[0]!
  expect(record).toMatchObject({
    request_id: 'id-0',
    index: 0,
    stream: true,
    prompt_tokens: 3,
    output_tokens: 4,
    cached_tokens: 0,
    queued_writes: 0,
    faults: [],
  })
  const times = [record.received_ns]
  for (const [token, beforeNs] of record.token_ns.entries())
    times.push(beforeNs, record.token_after_ns[token]!)
  times.push(record.end_ns!)
  expect(times).toHaveLength(10)
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  expect(times[0]).toBeGreaterThan(0)
  expect(record.due_ns).toHaveLength(4)
})

test('an unstreamed reply has all its tokens at once', async () => {
  const { records } = await truth({}, [{ max_tokens: 4 }])
  expect(records[0]!.due_ns).toHaveLength(4)
  expect(new Set(records[0]!.token_ns).size).toBe(1)
})

test('tokens that share an event share its time', async () => {
  const faults = [parseFault('tokens_per_event=2')]
  const { records } = await truth({ faults }, [{ stream: true, max_tokens: 4 }])
  const [first, second, third, fourth] = records[0]!.token_ns
  expect([first === second, third === fourth, second === third]).toEqual([true, true, false])
  expect(records[0]!.faults).toEqual(['tokens_per_event'])
})

test('a broken reply is in the log with the tokens that left, and no end', async () => {
  const { records } = await truth({ faults: [parseFault('reset')] }, [{ stream: true, max_tokens: 4 }])
  expect(records[0]).toMatchObject({ end_ns: null, output_tokens: 2, faults: ['reset'] })
  expect(records[0]!.token_ns).toHaveLength(2)
})

test('every request has a line, in a station too', async () => {
  const station = { law: { kind: 'exponential', meanNs: 2e6 }, servers: 3 } as const
  const { records } = await truth(
    { station },
    Array.from({ length: 30 }, () => ({ stream: true, max_tokens: 3 })),
  )
  expect(records.map(({ index }) => index)).toEqual(Array.from({ length: 30 }, (_, index) => index))
  expect(new Set(records.map((record) => record.request_id)).size).toBe(30)
})

test("a log that can't be written is refused at the start", async () => {
  await expect(startSimulator({ truthLog: join(folder, 'no', 'such', 'folder') })).rejects.toThrow(TareError)
})
