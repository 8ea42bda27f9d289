import type { Summary } from '../metrics/summary.ts'
import { remedyFor } from './error-remedies.ts'
import { factWidth, renderFact } from './fact-line.ts'
import { formatCount } from './format-number.ts'
import { printable, truncate, wrap } from './printable.ts'
import { labelWidth } from './report-width.ts'
import type { Style } from './style.ts'

const messagesOfKind = 3

function tally(count: number, message: string, style: Style): string {
  return truncate(`${formatCount(count)} × ${message}`, factWidth(style))
}

function renderKind(summary: Summary, kind: string, count: number, style: Style): readonly string[] {
  const messages = summary.error_messages
    .filter((entry) => entry.kind === kind)
    .map((entry) => ({ message: printable(entry.message), count: entry.count }))
    .slice(0, messagesOfKind)
  const others = count - messages.reduce((sum, entry) => sum + entry.count, 0)
  const tallies = [
    ...messages.map((entry) => tally(entry.count, entry.message, style)),
    ...(others > 0
      ? [messages.length === 0 ? formatCount(count) : tally(others, 'with other messages', style)]
      : []),
  ]
  const causes = messages.length === 0 ? [''] : messages.map(({ message }) => message)
  const changes = new Set(
    causes.map((message) => remedyFor(kind, message)).filter((change) => change !== undefined),
  )
  const advice = [...changes].flatMap((change) => {
    return wrap(change, factWidth(style) - 2).map((line, index) =>
      style.warn(`${index === 0 ? '→' : ' '} ${line}`),
    )
  })
  return renderFact(truncate(printable(kind), labelWidth - 1), [...tallies, ...advice], {
    paint: style.bad,
  })
}

/** Errors by kind, commonest first: how many, what they said, and what to change. Nothing when there were none. */
export function renderErrors(summary: Summary, style: Style): readonly string[] {
  const kinds = Object.entries(summary.errors)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
  if (kinds.length === 0) return []
  return [
    `  ${style.strong('ERRORS')}`,
    ...kinds.flatMap(([kind, count]) => renderKind(summary, kind, count, style)),
  ]
}
