import type { Distribution, SampledDistribution, Summary } from '../metrics/summary.ts'
import { renderNote } from './fact-line.ts'
import { renderTableHead } from './figure-columns.ts'
import { hasTokens } from './has-tokens.ts'
import { metricLabel } from './metric-label.ts'
import { renderRefusals } from './refusals.ts'
import { renderSampleRow, type SampleRow } from './sample-row.ts'
import type { Style } from './style.ts'
import { touchOf } from './touch.ts'

/**
 * Latency from the plan says something of its own in open loop, where it is the honest figure, or where it differs.
 * An unpaced run plans every send for its start: its distance from there is only the length of the queue.
 */
function showsFromPlan({ load }: Summary, fromSend: Distribution, fromPlan: Distribution): boolean {
  if (load.model === 'open') return true
  if (load.model === 'unpaced' || fromSend.mean === null || fromPlan.mean === null) return false
  return fromPlan.mean > fromSend.mean * 1.01
}

function latencyRows(summary: Summary): readonly SampleRow[] {
  const { latency_ms: latency, queries, target, tokens } = summary
  const fromPlan = showsFromPlan(summary, latency.e2e, latency.e2e_from_plan)
  const { stream } = target
  const shown: Readonly<Record<keyof Summary['latency_ms'], boolean>> = {
    ttft: stream,
    ttfat: stream && tokens.reasoning_total > 0,
    itl: stream,
    tpot: stream,
    ntpot: hasTokens(summary),
    e2e: true,
    ttft_from_plan: fromPlan && stream,
    e2e_from_plan: fromPlan,
  }
  const all = Object.entries(latency) as [keyof typeof shown, SampledDistribution][]
  const rows = all
    .filter(([name]) => shown[name])
    .map(([name, distribution]) => ({
      label: metricLabel(name),
      distribution,
      touch: touchOf(summary.verdict, [name]),
    }))
  if (queries === null) return rows
  const touch = touchOf(summary.verdict, ['query'])
  return [...rows, { label: `query of ${queries.size}`, distribution: queries.latency_ms, touch }]
}

const meaning = '±: half of the 95 % interval within this run. Instrument: its largest error.'

/** Latencies with their intervals, and why those are missing that are. */
export function renderLatency(summary: Summary, style: Style): readonly string[] {
  const rows = latencyRows(summary)
  const estimated = rows.some(({ distribution: { resolution } }) =>
    Object.values(resolution).some(({ ci95 }) => ci95 !== null),
  )
  return [
    renderTableHead('LATENCY', style),
    ...rows.flatMap((row) => renderSampleRow(row, style)),
    ...renderRefusals(rows, style),
    ...(estimated ? renderNote(meaning, style) : []),
  ]
}
