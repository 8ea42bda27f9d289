import type { Distribution, Summary } from '../metrics/summary.ts'
import {
  type DistributionRow,
  explainDashes,
  labelWidth,
  renderTableHead,
  renderTableRow,
} from './distribution-table.ts'
import { renderErrors } from './error-block.ts'
import { renderFacts, renderNote } from './fact-line.ts'
import { formatCount, formatDecimal, formatDurationNs, formatQuantity, formatRate } from './format-number.ts'
import { renderHeadline } from './headline.ts'
import { instrumentRows, renderInstrument } from './instrument-block.ts'
import { printable } from './printable.ts'
import type { Style } from './style.ts'

export interface SummaryOptions {
  readonly style: Style
  /** The run folder, as the user would type it. */
  readonly runFolder: string
  /** Commands worth knowing next, `what it does` to `command`: shown as they are, last. */
  readonly commands?: Readonly<Record<string, string>>
}

const ms = { kind: 'time', baseNs: 1e6 } as const

/**
 * Latency from the plan says something of its own in open loop, where it is the honest figure, or where it differs.
 * An unpaced run plans every send for its start: its distance from there is only the length of the queue.
 */
function showsFromPlan({ load }: Summary, fromSend: Distribution, fromPlan: Distribution): boolean {
  if (load.model === 'open') return true
  if (load.model === 'unpaced' || fromSend.mean === null || fromPlan.mean === null) return false
  return fromPlan.mean > fromSend.mean * 1.01
}

function latencyRows(summary: Summary): readonly DistributionRow[] {
  const { latency_ms: latency, target } = summary
  const fromPlan = showsFromPlan(summary, latency.e2e, latency.e2e_from_plan)
  const streamed: readonly (readonly [string, Distribution])[] = [
    ['TTFT', latency.ttft],
    ...(summary.tokens.reasoning_total > 0 ? [['TTFT of answer', latency.ttfat] as const] : []),
    ['ITL', latency.itl],
    ['TPOT', latency.tpot],
  ]
  const rows: readonly (readonly [string, Distribution])[] = [
    ...(target.stream ? streamed : []),
    ['NTPOT', latency.ntpot],
    ['E2E', latency.e2e],
    ...(fromPlan && target.stream ? [['TTFT from plan', latency.ttft_from_plan] as const] : []),
    ...(fromPlan ? [['E2E from plan', latency.e2e_from_plan] as const] : []),
  ]
  return rows.map(([label, distribution]) => ({ label, distribution, scale: ms }))
}

function renderThroughput({ load, throughput }: Summary, style: Style): readonly string[] {
  const asked = load.requested_rate_per_s
  const sent = `${formatRate(load.achieved_rate_per_s, 'req')} sent`
  const requests = [
    `${formatRate(throughput.requests_per_s, 'req')} completed`,
    sent,
    ...(asked === null ? [] : [`${formatRate(asked, 'req')} asked`]),
  ]
  const tokens = [
    `${formatRate(throughput.output_tokens_per_s, 'tok')} out`,
    `${formatRate(throughput.input_tokens_per_s, 'tok')} in`,
    `${formatRate(throughput.total_tokens_per_s, 'tok')} in all`,
  ]
  const inFlight = [
    `${formatDecimal(load.in_flight_mean)} on average`,
    `${formatCount(load.in_flight_max)} at most`,
  ]
  return [
    `  ${style.strong('THROUGHPUT')}`,
    ...renderFacts('requests', requests),
    ...renderFacts('tokens', tokens),
    ...renderFacts('in flight', inFlight),
  ]
}

function tokenRows({ tokens }: Summary): readonly DistributionRow[] {
  const severalPerEvent = tokens.per_event.max !== null && tokens.per_event.max > 1
  const rows: readonly (readonly [string, Distribution])[] = [
    ['input', tokens.input],
    ['output', tokens.output],
    ...(severalPerEvent ? [['per event', tokens.per_event] as const] : []),
  ]
  return rows.map(([label, distribution]) => ({ label, distribution, scale: { kind: 'plain', unit: 'tok' } }))
}

function tokenFacts({ tokens }: Summary): readonly string[] {
  const { usage, events, none } = tokens.source
  const sources = [
    ...(usage > 0 ? [`${formatCount(usage)} by the server’s usage`] : []),
    ...(events > 0 ? [`${formatCount(events)} by counting events, as the server sent no usage`] : []),
    ...(none > 0 ? [`${formatCount(none)} not at all`] : []),
  ]
  const shares = [
    ...(tokens.reasoning_total > 0
      ? [`${formatCount(tokens.reasoning_total)} of the output is reasoning`]
      : []),
    ...(tokens.cached_total > 0
      ? [`${formatCount(tokens.cached_total)} of the input came from a cache`]
      : []),
  ]
  return [...renderFacts('counted', sources), ...renderFacts('of these', shares)]
}

function networkRows({ network }: Summary): readonly DistributionRow[] {
  if (network.rtt_us.n === 0) return []
  return [{ label: 'round trip', distribution: network.rtt_us, scale: { kind: 'time', baseNs: 1e3 } }]
}

function networkFacts({ network }: Summary): readonly string[] {
  const connecting =
    network.connect_ms.mean === null ? '' : ` (${formatDurationNs(network.connect_ms.mean * 1e6)} each)`
  const opened = `${formatCount(network.connections_opened)} opened${connecting}`
  return renderFacts('connections', [opened, formatQuantity(network.retransmits, 'retransmit')])
}

function table(title: string, rows: readonly DistributionRow[], style: Style): readonly string[] {
  return [
    rows.length === 0 ? `  ${style.strong(title)}` : renderTableHead(title, style),
    ...rows.map((row) => renderTableRow(row, style)),
  ]
}

function renderEnd(options: SummaryOptions): readonly string[] {
  const { style } = options
  const lines = Object.entries({ 'run folder': options.runFolder, ...options.commands })
  return lines.map(
    ([what, text]) => `  ${style.faint(printable(what).padEnd(labelWidth))}${style.accent(printable(text))}`,
  )
}

/** The result of a run for a person to read: at most 80 columns wide, except for paths and commands. */
export function renderSummary(summary: Summary, options: SummaryOptions): string {
  const { style } = options
  const latency = latencyRows(summary)
  const tokens = tokenRows(summary)
  const network = networkRows(summary)
  const dashes = explainDashes([...latency, ...tokens, ...network, ...instrumentRows(summary)])
  const measured =
    summary.load.ok === 0
      ? [renderNote('No request succeeded, so there are no times to show.', style)]
      : [
          table('LATENCY', latency, style),
          renderThroughput(summary, style),
          [...table('TOKENS', tokens, style), ...tokenFacts(summary)],
          [...table('NETWORK', network, style), ...networkFacts(summary)],
        ]
  const blocks = [
    renderHeadline(summary, style),
    ...measured,
    renderErrors(summary, style),
    renderInstrument(summary, style),
    dashes === undefined ? [] : renderNote(dashes, style),
    renderEnd(options),
  ]
  const shown = blocks
    .filter((block) => block.length > 0)
    .map((block) => block.map((line) => `${line.trimEnd()}\n`).join(''))
  return style.encode(`\n${shown.join('\n')}\n`)
}
