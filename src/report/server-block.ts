import type { LatencyGap, ServerFigures, ServerLatency } from '../metrics/server/server-summary.ts'
import type { Summary } from '../metrics/summary.ts'
import { renderFacts, renderNote } from './fact-line.ts'
import { renderTableHead } from './figure-columns.ts'
import {
  formatBytes,
  formatCount,
  formatDecimal,
  formatDurationNs,
  formatQuantity,
  noNumber,
} from './format-number.ts'
import { printable } from './printable.ts'
import { renderServerRow } from './server-row.ts'
import type { Style } from './style.ts'

/** A fact's label and its parts. */
type Fact = readonly [label: string, parts: readonly string[]]

const latencyLabels: Readonly<Record<keyof ServerFigures['latency_ms'], string>> = {
  queue: 'in queue',
  prefill: 'prefill',
  decode: 'decode',
  compute: 'compute',
  ttft: 'TTFT',
  itl: 'ITL',
  e2e: 'E2E',
}

/** What the server said of itself, and how it agrees with what the client saw. Nothing where it wasn't asked. */
export function renderServer(summary: Summary, style: Style): readonly string[] {
  // A summary that an older version wrote has none.
  const server = (summary.server ?? null) as ServerFigures | null
  if (server === null) return []
  const rows = Object.entries(latencyLabels).flatMap(([name, label]): [string, ServerLatency][] => {
    const latency = server.latency_ms[name as keyof typeof latencyLabels]
    return latency === null ? [] : [[label, latency]]
  })
  const facts = [
    ...requestFacts(server),
    ...cacheFacts(server),
    ...gpuFacts(server),
    ...gapFacts(server.gap),
    ...littleFacts(server),
    scrapeFact(server),
  ]
  return [
    rows.length > 0 ? renderTableHead('SERVER', style) : `  ${style.strong('SERVER')}`,
    ...rows.flatMap(([label, latency]) => renderServerRow(label, latency, style)),
    ...facts.flatMap(([label, parts]) => renderFacts(label, parts, style)),
    ...server.notes.flatMap((note) => renderNote(`! ${printable(note)}.`, style, 2)),
  ]
}

function requestFacts({ requests, queue_share, batch }: ServerFigures): readonly Fact[] {
  const { running, waiting, preemptions } = requests
  const parts = [
    ...(running === null ? [] : [`${formatCount(running.mean)} running on average`]),
    ...(waiting === null
      ? []
      : [`${formatCount(waiting.mean)} waiting`, `${formatCount(waiting.max)} at most`]),
    ...(queue_share === null ? [] : [`${percent(queue_share)} of their time in the queue`]),
    ...(preemptions === null || preemptions === 0 ? [] : [formatQuantity(preemptions, 'preemption')]),
  ]
  const { mean_size, limit, fill } = batch
  const full = fill === null ? [] : [`${percent(fill)} of ${formatCount(limit)}`]
  return [
    ...fact('requests', parts),
    ...fact('batch', mean_size === null ? [] : [`${formatDecimal(mean_size)} on average`, ...full]),
  ]
}

function cacheFacts({ cache: { kv_usage, prefix_hit_share } }: ServerFigures): readonly Fact[] {
  return fact('cache', [
    ...(kv_usage === null ? [] : [`KV ${percent(kv_usage.mean)} in use`, `${percent(kv_usage.max)} at most`]),
    ...(prefix_hit_share === null ? [] : [`prefix hits ${percent(prefix_hit_share)}`]),
  ])
}

function gpuFacts({ gpu }: ServerFigures): readonly Fact[] {
  if (gpu === null) return []
  const { utilisation, power_w, energy_j_per_output_token: perToken, memory_used_bytes: used } = gpu
  const ofAll = gpu.memory_total_bytes === null ? '' : ` of ${formatBytes(gpu.memory_total_bytes)}`
  return fact(gpu.devices === 1 ? 'GPU' : `${gpu.devices} GPUs`, [
    ...(utilisation === null ? [] : [`${percent(utilisation.mean)} busy`]),
    ...(power_w === null ? [] : [`${formatDecimal(power_w.mean)} W`]),
    ...(perToken === null ? [] : [`${formatDecimal(perToken)} J a token`]),
    ...(used === null ? [] : [`${formatBytes(used.mean)}${ofAll} in use`]),
  ])
}

function gapFacts(gap: LatencyGap | null): readonly Fact[] {
  if (gap === null) return []
  const name = gap.of === 'ttft' ? 'TTFT' : 'E2E'
  return [
    [
      `${name} compared`,
      [`client ${time(gap.client)}`, `server ${time(gap.server)}`, `apart ${time(gap.gap)}`],
    ],
    [
      '  of which',
      [
        `network ${time(gap.network)}`,
        `instrument ${gap.instrument === null ? noNumber : `≤ ${time(gap.instrument)}`}`,
        `unseen by the server ${time(gap.unseen)}`,
      ],
    ],
  ]
}

function littleFacts({ little }: ServerFigures): readonly Fact[] {
  if (little === null) return []
  const each = little.difference_ms === null ? '' : ` (${time(little.difference_ms)} a request)`
  return fact('in flight', [
    `client ${formatDecimal(little.client_in_flight)}`,
    `server ${formatDecimal(little.server_in_flight)}`,
    `apart ${formatDecimal(little.difference)}${each}`,
  ])
}

function scrapeFact({ source, scrapes }: ServerFigures): Fact {
  const failed = scrapes.failed === 0 ? [] : [`${formatCount(scrapes.failed)} failed`]
  const names = source === 'unknown' ? 'unknown names' : `names of ${source}`
  const found = scrapes.answered === 0 ? [] : [`${formatCount(scrapes.series)} series`, names]
  return ['scraped', [formatQuantity(scrapes.answered, 'time'), ...failed, ...found]]
}

function fact(label: string, parts: readonly string[]): readonly Fact[] {
  return parts.length === 0 ? [] : [[label, parts]]
}

function time(ms: number | null): string {
  return ms === null ? noNumber : formatDurationNs(ms * 1e6)
}

function percent(share: number | null): string {
  return share === null ? noNumber : `${formatDecimal(100 * share)} %`
}
