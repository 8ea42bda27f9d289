import { remedyFor } from '../analysis/comparison/comparability-remedies.ts'
import type { CellComparison, Comparison } from '../analysis/comparison/comparison.ts'
import type { MetricComparison } from '../analysis/comparison/metric-comparison.ts'
import { overCells } from '../analysis/comparison/over-cells.ts'
import { markdownTable } from '../metrics/markdown-table.ts'
import { comparisonLegend, luckInWords } from './comparison-legend.ts'
import { noteInWords, type ToldNote, toldNotes } from './comparison-notes.ts'
import {
  axisTitles,
  type ComparisonRow,
  cellRows,
  geomeanRow,
  metricRow,
  overviewRow,
} from './comparison-rows.ts'
import { metricTitle, talliesInWords, verdictInWords } from './comparison-words.ts'
import { decileShiftMarkdown } from './decile-shift.ts'
import { remarksOf } from './footnotes.ts'
import { htmlText, markdownCell, markdownText } from './markdown-text.ts'

/** The same as Markdown: for a pull request or the summary of a job. */
export function comparisonMarkdown(comparison: Comparison): string {
  const { a, b, forced, cells } = comparison
  const metrics = cells.flatMap((cell) => cell.metrics)
  const notes = toldNotes(comparison)
  const blocks = [
    forced ? '**FORCED: the two aren’t comparable.**' : '',
    `**B** ${markdownText(b)} against **A** ${markdownText(a)}`,
    listOf(notes.filter(({ severity }) => severity === 'refuse')),
    ...(cells.length > 1 ? sweepBlocks(cells) : [metricsTable(cells[0]?.metrics ?? [])]),
    oneSided('In B only', comparison.newCells),
    oneSided('In A only', comparison.vanishedCells),
    ...cells.map(({ cell, deciles }) => (deciles === undefined ? '' : decileShiftMarkdown(deciles, cell))),
    [luckInWords(comparison) ?? '', markdownText(comparisonLegend(metrics))]
      .filter((text) => text !== '')
      .join(' '),
    listOf(notes.filter(({ severity }) => severity === 'warn')),
  ]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

function metricsTable(metrics: readonly MetricComparison[]): string {
  if (metrics.length === 0) return ''
  return tableOf(
    ['metric'],
    metrics.map((metric) => metricRow(metric, metricTitle(metric))),
  )
}

function sweepBlocks(cells: readonly CellComparison[]): readonly string[] {
  const compared = cells.filter(({ metrics }) => metrics.length > 0)
  const all = overCells(compared)
  const titles = axisTitles(compared)
  const overview = all.map((over) => {
    const { labels, a, b, change } = overviewRow(over)
    return [labels[0]!, a, b, change, talliesInWords(metricIn(compared, over.metric))].map(markdownCell)
  })
  const details = all.map((over) => {
    const mean = geomeanRow(
      over,
      titles.map((_, at) => (at === 0 ? 'geomean' : '')),
    )
    const rows = [...cellRows(over.metric, compared), ...(mean === null ? [] : [mean])]
    const summary = `${metricTitle(over)}: ${talliesInWords(metricIn(compared, over.metric))}`
    return `<details><summary>${htmlText(summary)}</summary>\n\n${tableOf(titles, rows)}\n\n</details>`
  })
  return [markdownTable(['metric', 'A', 'B', 'change', `of ${compared.length} cells`], overview), ...details]
}

function metricIn(cells: readonly CellComparison[], name: string): readonly MetricComparison[] {
  return cells.flatMap(({ metrics }) => metrics.filter(({ metric }) => metric === name))
}

function tableOf(titles: readonly string[], rows: readonly ComparisonRow[]): string {
  const hasNotes = rows.some(({ comparison }) => (comparison?.note ?? null) !== null)
  const head = [...titles, 'A', 'B', 'change', '', ...(hasNotes ? ['note'] : [])]
  return markdownTable(
    head.map(markdownCell),
    rows.map(({ labels, a, b, change, comparison }) =>
      [
        ...labels,
        a,
        b,
        change,
        comparison === null ? '' : verdictInWords(comparison),
        ...(hasNotes ? [comparison === null ? '' : remarksOf(comparison).join('; ')] : []),
      ].map(markdownCell),
    ),
  )
}

function listOf(notes: readonly ToldNote[]): string {
  return notes
    .map((note) => {
      const remedy = remedyFor(note.id)
      return `- ${markdownText(noteInWords(note))}.${remedy === null ? '' : ` ${markdownText(remedy)}`}`
    })
    .join('\n')
}

function oneSided(where: string, names: readonly string[]): string {
  return names.length === 0 ? '' : `${where}: ${names.map(markdownText).join(', ')}`
}
