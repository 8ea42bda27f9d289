import { type AbDecision, type AbReport, outcomeOf } from '../analysis/ab/ab-report.ts'
import type { FalseAlarms } from '../analysis/ab/false-alarms.ts'
import { abFacts } from './ab-facts.ts'
import { abInWords } from './ab-in-words.ts'
import { abRow, abVerdict, alarmHeads, alarmRows } from './ab-metrics.ts'
import { aaNote, abNote } from './ab-notes.ts'
import { comparisonGrid, type RowEnd } from './comparison-grid.ts'
import { renderComparisonNotes } from './comparison-notes.ts'
import { renderFacts, renderNote } from './fact-line.ts'
import { createFootnotes } from './footnotes.ts'
import { displayWidth, printable, wrap } from './printable.ts'
import { reportWidth } from './report-width.ts'
import type { Style } from './style.ts'

/** For a terminal: the answer first, then what it rests on. */
export function renderAb(report: AbReport, style: Style): string {
  const { decision, falseAlarms, notes } = report
  const blocks = [
    answer(report, style),
    decision === null ? alarmLines(falseAlarms!, style) : metricLines(decision, style),
    abFacts(report).flatMap(([label, parts]) => renderFacts(label, parts, style)),
    renderNote(decision === null ? aaNote(report) : abNote(decision), style),
    renderComparisonNotes(
      notes.map((note) => ({ ...note, cells: null })),
      style,
    ),
  ]
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.map((line) => `${style.encode(line.trimEnd())}\n`).join(''))
    .join('\n')
}

function answer(report: AbReport, style: Style): readonly string[] {
  const outcome = outcomeOf(report)
  const paint = outcome === 'cant_tell' || outcome === 'not_comparable' ? style.warn : style.strong
  const lines = wrap(style.encode(printable(abInWords(report))), reportWidth(style) - 7)
  const title = report.decision === null ? 'A/A' : 'A/B'
  return lines.map((line, at) => `  ${at === 0 ? style.strong(title) : '   '}  ${paint(line)}`)
}

/** A line a metric, remarks below. */
function metricLines({ metrics }: AbDecision, style: Style): readonly string[] {
  const footnotes = createFootnotes()
  const marks = new Map(metrics.map(({ comparison }) => [comparison, footnotes.mark(comparison)]))
  const end: RowEnd = ({ comparison }, short) =>
    comparison === null ? '' : abVerdict({ comparison }, short) + marks.get(comparison)!
  return [
    ...comparisonGrid(metrics.map(abRow), { titles: [''], style, end, numeric: false }),
    ...footnotes.lines().flatMap((remark) => renderNote(printable(remark), style, 4)),
  ]
}

function alarmLines(falseAlarms: FalseAlarms, style: Style): readonly string[] {
  const rows = alarmRows(falseAlarms)
  if (rows.length === 0) return []
  const cells = [alarmHeads, ...rows].map((row) => row.map(style.encode))
  const widths = alarmHeads.map((_, at) => Math.max(...cells.map((row) => displayWidth(row[at]!))))
  return cells.map((row, index) => {
    const line = row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)))
    const text = `  ${line.join('  ')}`.trimEnd()
    return index === 0 ? style.faint(text) : text
  })
}
