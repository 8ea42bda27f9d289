import type { ScalingReport } from '../analysis/scaling/scaling-report.ts'
import { noun } from '../analysis/scaling/scaling-words.ts'
import { markdownTable } from '../metrics/markdown-table.ts'
import { markdownCell, markdownText } from './markdown-text.ts'
import { scalingColumns } from './scaling-cells.ts'
import { scalingFacts } from './scaling-facts.ts'
import { meaning } from './scaling-table.ts'

/** The same as Markdown: for a pull request, or beside a sweep's table. */
export function scalingMarkdown(report: ScalingReport): string {
  const columns = scalingColumns(report)
  const head = [noun(report), ...columns.map(({ title }) => title)].map(markdownCell)
  const rows = report.points.map((point) =>
    [point.label, ...columns.map(({ cell }) => cell(point))].map(markdownCell),
  )
  const facts = scalingFacts(report).map(
    ({ label, parts, chosen }) =>
      `- ${chosen ? `**${label}**` : label}: ${parts.map(markdownText).join(' · ')}`,
  )
  const blocks = [
    `**${markdownText(report.sentence)}**`,
    markdownTable(head, rows),
    facts.join('\n'),
    report.notes.map((note) => `> ${markdownText(note)}`).join('\n>\n'),
    markdownText(meaning(report)),
  ]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}
