import { afterAll, expect, test } from 'vitest'
import {
  exportRecords,
  finished,
  readSummary,
  scratch,
  simulate,
  startTare,
  tare,
  underWay,
} from '../support/tare.ts'

const space = scratch()
afterAll(() => space.remove())

/** Each way in which a request can end, brought about by a server that really does it. */
const ends: readonly (readonly [fault: string, status: string, message: RegExp | null])[] = [
  ['http_error=503', 'http_error', /^HTTP 503/],
  ['in_stream_error', 'in_stream_error', /./],
  ['timeout', 'timeout', /no end within 0\.5 s/],
  ['never_ends', 'timeout', /no end within 0\.5 s/],
  ['reset', 'reset', /ECONNRESET/],
  ['truncated', 'truncated', /./],
  ['malformed', 'malformed', /./],
  ['html', 'malformed', /html/],
  ['huge_headers', 'malformed', /head/i],
  ['missing_done', 'ok', null],
  ['no_usage', 'ok', null],
  ['crlf', 'ok', null],
  ['comments', 'ok', null],
]

test.each(ends)('%s ends as %s', async (fault, status, message) => {
  const server = await simulate(['--fault', fault])
  const run = space.run()
  const args = [
    '--requests',
    '3',
    '--concurrency',
    '3',
    '--output-tokens',
    '4',
    '--timeout',
    '500ms',
    '--no-preflight',
  ]
  const result = await tare(['run', server.url, '--model', 'tare-simulator', ...args, '--out', run])
  await server.stop()
  expect(result.status, result.stderr).toBeOneOf(finished)
  const { load, errors, tokens } = readSummary(run)
  expect([load.planned, load.sent, load.ok + load.failed]).toEqual([3, 3, 3])
  expect(errors).toEqual(status === 'ok' ? {} : { [status]: 3 })
  for (const record of await exportRecords(run)) {
    expect(record.status).toBe(status)
    if (message === null) expect(record.error).toBeNull()
    else expect(record.error).toMatch(message)
  }
  if (fault === 'no_usage') expect(tokens.source).toEqual({ usage: 0, events: 3, none: 0 })
})

test('several tokens in an event are counted by usage, and the spread is stated', async () => {
  const server = await simulate(['--fault', 'tokens_per_event=4'])
  const run = space.run()
  await tare(['run', server.url, '--requests', '3', '--output-tokens', '12', '--out', run])
  await server.stop()
  const { tokens } = readSummary(run)
  expect(tokens.output.mean).toBe(12)
  expect(tokens.per_event.mean).toBe(4)
})

test('a server that closes idle connections costs a new connection, not a request', async () => {
  const server = await simulate(['--fault', 'idle_close=20'])
  const run = space.run()
  const args = ['--requests', '6', '--concurrency', '1', '--think-time', '60ms', '--output-tokens', '2']
  await tare(['run', server.url, ...args, '--out', run])
  await server.stop()
  const { load, network } = readSummary(run)
  expect(load.ok).toBe(6)
  expect(network.connections_opened).toBeGreaterThan(1)
})

test('a server that dies leaves connect errors, and the run still ends in order', async () => {
  const server = await simulate()
  const run = space.run()
  const args = ['--duration', '2s', '--warmup', '0s', '--concurrency', '4', '--output-tokens', '5']
  const running = startTare(['run', server.url, ...args, '--out', run])
  await underWay(run, running)
  server.kill()
  const { status } = await running.result
  expect(status).toBeOneOf(finished)
  const { load, errors } = readSummary(run)
  expect(load.ok).toBeGreaterThan(0)
  expect(load.ok + load.failed).toBe(load.sent)
  expect(Object.keys(errors).every((kind) => ['reset', 'truncated', 'connect_error'].includes(kind))).toBe(
    true,
  )
  expect(load.failed).toBeGreaterThan(0)
})

test('what is unfinished at the end of the drain is censored, not dropped', async () => {
  const server = await simulate(['--fault', 'never_ends'])
  const run = space.run()
  const args = ['--requests', '2', '--concurrency', '2', '--drain', '300ms', '--no-preflight']
  await tare(['run', server.url, '--model', 'tare-simulator', ...args, '--out', run])
  await server.stop()
  expect(readSummary(run).errors).toEqual({ censored: 2 })
})
