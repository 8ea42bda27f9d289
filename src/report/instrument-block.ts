import type { Summary } from '../metrics/summary.ts'
import { type CensusRow, renderCensusRow } from './census-row.ts'
import { renderFacts, renderNote } from './fact-line.ts'
import { renderTableHead } from './figure-columns.ts'
import { formatBytes, formatDurationNs, formatQuantity } from './format-number.ts'
import { printable } from './printable.ts'
import type { Style } from './style.ts'
import { touchOf } from './touch.ts'

const sourceInWords: Readonly<Record<string, string>> = {
  so_timestamping: 'arrivals stamped by the kernel (SO_TIMESTAMPING)',
  so_timestampns: 'arrivals stamped by the kernel (SO_TIMESTAMPNS)',
  user: 'arrivals stamped in user space: this transport has no kernel stamps',
}

function notes({ instrument }: Summary, style: Style): readonly string[] {
  if (instrument.timestamp_source === 'user') {
    return renderNote(
      'Times hold the client’s own delay in reading, and nothing here can tell how much that is.',
      style,
    )
  }
  if (instrument.read_delay_us.n === 0) return []
  return [
    ...renderNote('Read delay: what a user-space clock would have added to the times above.', style),
    ...renderNote('Error bound: the most by which the time of an arrival can be late.', style),
  ]
}

/** The rows that say how far the clock, the client and the pacing can be trusted. */
function instrumentRows(summary: Summary): readonly CensusRow[] {
  const us = { kind: 'time', baseNs: 1e3 } as const
  const kernel = summary.instrument.timestamp_source !== 'user'
  return [
    ...(kernel ? [{ label: 'read delay', distribution: summary.instrument.read_delay_us, scale: us }] : []),
    ...(kernel ? [{ label: 'error bound', distribution: summary.instrument.error_bound_us, scale: us }] : []),
    {
      label: 'send lateness',
      distribution: summary.load.lateness_ms,
      scale: { kind: 'time', baseNs: 1e6 },
      touch: touchOf(summary.verdict, ['lateness', 'lateness_ms']),
    },
  ]
}

/** What the instrument says of itself: its clock, its own delay, its error, its cost. */
export function renderInstrument(summary: Summary, style: Style): readonly string[] {
  const { instrument } = summary
  const source = instrument.timestamp_source
  const perToken = instrument.cpu_us_per_token
  const cost = [
    formatQuantity(instrument.workers, 'worker'),
    `CPU ${formatDurationNs(instrument.cpu_s * 1e9)}` +
      (perToken === null ? '' : ` (${formatDurationNs(perToken * 1e3)} a token)`),
    `memory ${formatBytes(instrument.max_rss_bytes)}`,
  ]
  return [
    renderTableHead('INSTRUMENT', style),
    ...instrumentRows(summary).map((row) => renderCensusRow(row, style)),
    ...renderFacts('clock', [sourceInWords[source] ?? printable(source)], style),
    ...renderFacts('calibration', [printable(instrument.calibration.message)], style),
    ...renderFacts('client', cost, style),
    ...notes(summary, style),
  ]
}
