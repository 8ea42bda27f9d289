import type { Summary } from '../metrics/summary.ts'
import { type CensusRow, renderCensusRow } from './census-row.ts'
import { renderFacts } from './fact-line.ts'
import { renderTableHead } from './figure-columns.ts'
import { formatCount } from './format-number.ts'
import { hasTokens } from './has-tokens.ts'
import type { Style } from './style.ts'
import { touchOf } from './touch.ts'

function tokenRows({ tokens, verdict }: Summary): readonly CensusRow[] {
  const scale = { kind: 'plain', unit: 'tok' } as const
  const severalPerEvent = tokens.per_event.max !== null && tokens.per_event.max > 1
  return [
    { label: 'input', distribution: tokens.input, scale, touch: touchOf(verdict, ['input']) },
    { label: 'output', distribution: tokens.output, scale, touch: touchOf(verdict, ['output']) },
    ...(severalPerEvent
      ? [
          {
            label: 'per event',
            distribution: tokens.per_event,
            scale,
            touch: touchOf(verdict, ['per_event']),
          },
        ]
      : []),
  ]
}

/** How much was asked and answered, and who counted. */
export function renderTokens(summary: Summary, style: Style): readonly string[] {
  if (!hasTokens(summary)) return []
  const { tokens } = summary
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
  return [
    renderTableHead('TOKENS', style),
    ...tokenRows(summary).map((row) => renderCensusRow(row, style)),
    ...renderFacts('counted', sources, style),
    ...renderFacts('of these', shares, style),
  ]
}
