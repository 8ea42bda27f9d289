import type { AbDecision, AbReport } from '../analysis/ab/ab-report.ts'
import { remedyFor } from '../analysis/comparison/comparability-remedies.ts'
import { markdownTable } from '../metrics/markdown-table.ts'
import { abFacts } from './ab-facts.ts'
import { abInWords } from './ab-in-words.ts'
import { abRow, abVerdict, alarmHeads, alarmRows } from './ab-metrics.ts'
import { aaNote, abNote } from './ab-notes.ts'
import { createFootnotes } from './footnotes.ts'
import { markdownCell, markdownText } from './markdown-text.ts'

/** What `renderAb` shows, as Markdown. */
export function abMarkdown(report: AbReport): string {
  const { decision, falseAlarms, notes } = report
  const alarms = falseAlarms === null ? [] : alarmRows(falseAlarms)
  const table = decision === null ? tableOf(alarmHeads, alarms) : metricTable(decision)
  const blocks = [
    `# ${decision === null ? 'A/A' : 'A/B'}`,
    `**${markdownText(abInWords(report))}**`,
    table,
    listOf(abFacts(report).map(([label, parts]) => `${label}: ${parts.join(' · ')}`)),
    markdownText(decision === null ? aaNote(report) : abNote(decision)),
    listOf(
      notes.map(({ id, severity, message }) => {
        const mark = severity === 'refuse' ? 'not comparable: ' : ''
        return `${id}: ${mark}${message}. ${remedyFor(id) ?? ''}`.trimEnd()
      }),
    ),
  ]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

function metricTable({ metrics }: AbDecision): string {
  const footnotes = createFootnotes()
  const rows = metrics.map((metric) => {
    const { labels, a, b, change } = abRow(metric)
    return [...labels, a, b, change, abVerdict(metric, false) + footnotes.mark(metric.comparison)]
  })
  const table = tableOf(['metric', 'A', 'B', 'change', ''], rows)
  return [table, listOf(footnotes.lines())].filter((part) => part !== '').join('\n\n')
}

function tableOf(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return rows.length === 0
    ? ''
    : markdownTable(
        heads,
        rows.map((row) => row.map(markdownCell)),
      )
}

function listOf(lines: readonly string[]): string {
  return lines.map((line) => `- ${markdownText(line)}`).join('\n')
}
