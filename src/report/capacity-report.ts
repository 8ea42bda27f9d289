import type { CapacityReport } from '../analysis/capacity/capacity-report.ts'
import { markdownTable } from '../metrics/markdown-table.ts'
import { costInWords, replicasInWords } from './capacity-cost.ts'
import { capacityInWords } from './capacity-in-words.ts'
import { type CapacityRow, capacityHeads, capacityRow } from './capacity-rows.ts'
import { renderFacts, renderNote } from './fact-line.ts'
import { formatQuantity, formatSpanNs } from './format-number.ts'
import { displayWidth, printable } from './printable.ts'
import type { Style } from './style.ts'

const columns = ['phase', 'load', 'length', 'beyond', 'interval', 'allowed', 'verdict'] as const
const gap = '  '
const noAnswer = 'interrupted before there was an answer'

/** For a terminal: the probes, and the answer below them. */
export function renderCapacity(report: CapacityReport, style: Style): string {
  const { answer, results, objectives } = report
  const statement = answer === null ? noAnswer : capacityInWords(answer)
  const paint = answer === null || answer.outcome === 'open' ? style.warn : style.strong
  const blocks = [
    [style.strong('PROBES'), ...table(results.map(capacityRow), style)],
    [
      style.strong('CAPACITY'),
      `  ${paint(style.encode(statement))}`,
      ...renderFacts('objectives', objectives.map(printable), style),
      ...renderFacts('search', searchFacts(report), style),
      ...consequences(report).flatMap(([label, parts]) => renderFacts(label, parts, style)),
    ],
    answer === null ? [] : renderNote(`${sentence(answer.why)} ${note}`, style),
  ]
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.map((line) => `${style.encode(line.trimEnd())}\n`).join(''))
    .join('\n')
}

const note =
  'A verdict in the table is by its run alone; a bound is by fresh runs at it together: five or more, or two that were ' +
  'overloaded. 95 % is for all that the search decided.'

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

function searchFacts({ answer, results }: CapacityReport): readonly string[] {
  const spent = results.reduce((sum, { spentSeconds }) => sum + spentSeconds, 0)
  return [formatQuantity(results.length, 'probe'), formatSpanNs((answer?.spentSeconds ?? spent) * 1e9)]
}

function consequences({ replicas, cost }: CapacityReport): readonly (readonly [string, readonly string[]])[] {
  return [
    ...(replicas === null ? [] : [['replicas', replicasInWords(replicas).split('; ')] as const]),
    ...(cost === null ? [] : [['cost', costInWords(cost)] as const]),
  ]
}

function table(rows: readonly CapacityRow[], style: Style): readonly string[] {
  const all = [capacityHeads, ...rows]
  const cells = all.map((row) => columns.map((column) => style.encode(row[column])))
  const widths = columns.map((_, at) => Math.max(...cells.map((row) => displayWidth(row[at]!))))
  return cells.map((row, index) => {
    const line = row.map((cell, at) => (isText(at) ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)))
    const text = `  ${line.join(gap)}`.trimEnd()
    return index === 0 || rows[index - 1]!.verdict === 'INVALID' ? style.faint(text) : text
  })
}

function isText(at: number): boolean {
  return columns[at] === 'phase' || columns[at] === 'verdict'
}

/** The same as Markdown. */
export function capacityMarkdown(report: CapacityReport): string {
  const { answer, results, objectives } = report
  const rows = results.map((result) => {
    const row = capacityRow(result)
    return columns.map((column) => row[column])
  })
  const facts = [
    ...objectives.map((text) => `Objective: \`${printable(text).replaceAll('`', "'")}\``),
    `Search: ${searchFacts(report).join(', ')}${answer === null ? '' : `; ${answer.why}`}`,
    ...consequences(report).map(([label, parts]) => `${sentence(label).slice(0, -1)}: ${parts.join('; ')}`),
  ]
  return [
    '# Capacity',
    `**${answer === null ? noAnswer : capacityInWords(answer)}**`,
    facts.map((fact) => `- ${fact}`).join('\n'),
    '## Probes',
    markdownTable(
      columns.map((column) => capacityHeads[column]),
      rows,
    ),
    `${note}\n`,
  ].join('\n\n')
}
