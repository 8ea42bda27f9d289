import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Distribution, Summary } from '../../src/metrics/summary.ts'

const outputTokens = 32

interface ExportedRecord {
  readonly request_id: string
  readonly status: string
  readonly finish_reason: string | null
}

/** What is true of every run, whatever happened to the server: each planned request has one record and one end. */
function checkNothingIsLost(summary: Summary, runDir: string): readonly ExportedRecord[] {
  const { load, errors } = summary
  assert.equal(summary.schema, 'tare.summary/1')
  assert.equal(summary.state, 'complete')
  assert.equal(load.sent, load.planned)
  assert.equal(load.ok + load.failed, load.sent)
  assert.equal(
    Object.values(errors).reduce((sum, count) => sum + count, 0),
    load.failed,
  )
  const exported = execFileSync('node', ['dist/cli/main.js', 'export', runDir, '--format', 'jsonl'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  const records = exported
    .trimEnd()
    .split('\n')
    .map((line): ExportedRecord => JSON.parse(line))
  assert.equal(new Set(records.map((record) => record.request_id)).size, load.planned)
  assert.equal(records.filter((record) => record.status === 'ok').length, load.ok)
  return records
}

function checkAllOk(summary: Summary, requests: number): void {
  assert.deepEqual([summary.load.planned, summary.load.ok, summary.load.failed], [requests, requests, 0])
  // Not every run says which model it wants; the server has one.
  assert.equal(summary.target.model, 'tiny-random')
  // The model never ends a reply of its own accord.
  assert.deepEqual([summary.tokens.output.min, summary.tokens.output.max], [outputTokens, outputTokens])
  assert.equal(summary.latency_ms.e2e.n, requests)
}

/** This server sends no usage in a stream, asked or not, and each token in an event of its own. */
function checkStreamed(summary: Summary): void {
  checkAllOk(summary, 60)
  assert.deepEqual(summary.tokens.source, { usage: 0, events: 60, none: 0 })
  assert.equal(summary.tokens.per_event.max, 1)
  assert.equal(summary.latency_ms.ttft.n, summary.load.ok)
  assert.equal(summary.latency_ms.itl.n, 60 * (outputTokens - 1))
  assert.ok(summary.latency_ms.ttft.min! > 0)
  assert.ok(summary.latency_ms.e2e.max! > summary.latency_ms.ttft.max!)
}

/** A whole reply has usage, and no times of tokens. */
function checkUnstreamed(summary: Summary): void {
  checkAllOk(summary, 60)
  assert.deepEqual(summary.tokens.source, { usage: 60, events: 0, none: 0 })
  assert.equal(summary.latency_ms.ttft.n, 0)
  assert.equal(summary.latency_ms.itl.n, 0)
  assert.ok(summary.latency_ms.e2e.min! > 0)
}

/** Replies until the kill, then streams cut on their way, then refused connections, and no other end. */
function checkKilled(summary: Summary): void {
  const { connect_error: refused = 0, reset = 0, truncated = 0 } = summary.errors
  const ends = JSON.stringify(summary.errors)
  assert.equal(summary.load.planned, 80)
  assert.ok(summary.load.ok > 0, 'no reply before the kill')
  assert.ok(refused > 0, `no connection refused: ${ends}`)
  assert.ok(reset + truncated > 0, `no stream cut: ${ends}`)
  assert.equal(refused + reset + truncated, summary.load.failed, ends)
  assert.ok(summary.error_messages.length > 0)
}

/** llama-server says how many tokens it wrote, in a stream too, and why it stopped; and of itself what the client can check. */
function checkScraped(summary: Summary, records: readonly ExportedRecord[]): void {
  checkAllOk(summary, 200)
  assert.deepEqual(summary.tokens.source, { usage: 200, events: 0, none: 0 })
  assert.ok(records.every((record) => record.finish_reason === 'length'))
  const { server, throughput } = summary
  assert.equal(server?.source, 'llama.cpp')
  // Two slots for eight at a time.
  assert.ok(server.requests.running!.max! <= 2 && server.requests.waiting!.max! >= 1)
  assert.ok(server.batch.mean_size! > 1 && server.batch.mean_size! < 2.001)
  const written = server.tokens.output_per_s! / throughput.output_tokens_per_s!
  assert.ok(Math.abs(written - 1) < 0.1, `the server wrote ${written} times what the client received`)
}

const checks: Readonly<Record<string, (summary: Summary, records: readonly ExportedRecord[]) => void>> = {
  scraped: checkScraped,
  'scraped-unstreamed': checkScraped,
  streamed: checkStreamed,
  completions: checkStreamed,
  unstreamed: checkUnstreamed,
  killed: checkKilled,
}

/** Quantiles that so few requests don't resolve are null. */
const inMs = ({ p50, p99 }: Distribution): string =>
  `p50 ${p50?.toFixed(2) ?? '—'} ms, p99 ${p99?.toFixed(2) ?? '—'} ms`

const [name = '', runDir = ''] = process.argv.slice(2)
const summary = JSON.parse(readFileSync(join(runDir, 'summary.json'), 'utf8')) as Summary
const records = checkNothingIsLost(summary, runDir)
checks[name]!(summary, records)
const { load, latency_ms: latency } = summary
console.log(`ok ${name}: ${load.ok} of ${load.sent} ok, ${JSON.stringify(summary.errors)}`)
console.log(`   TTFT ${inMs(latency.ttft)}; e2e ${inMs(latency.e2e)}; ITL ${inMs(latency.itl)}`)
