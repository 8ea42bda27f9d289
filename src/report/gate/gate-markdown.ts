import type { GateReport, GateResult } from '../../analysis/gate/gate-report.ts'
import { markdownTable } from '../../metrics/markdown-table.ts'
import { invalidWord, longVerdict } from '../comparison-words.ts'
import { markdownCell, markdownText } from '../markdown-text.ts'
import { printable } from '../printable.ts'
import {
  changeInterval,
  confidenceWords,
  gateName,
  outcomeWords,
  sidesWords,
  sideText,
  signedChange,
  verdictSentence,
  verdictWords,
} from './gate-words.ts'

const marks = { pass: '✅', fail: '❌', inconclusive: '⚠️' } as const

/** The report of a gate as Markdown: for a job's summary, or as the body of a comment. */
export function gateMarkdown(report: GateReport, title = 'Performance gate'): string {
  const { outcome, notes, gates } = report
  const mark =
    outcome === 'pass'
      ? marks.pass
      : outcome === 'fail' || outcome === 'invalid'
        ? marks.fail
        : marks.inconclusive
  const parts = [
    `### ${markdownText(title)}: ${mark} ${verdictWords[outcome]}`,
    `${markdownText(verdictSentence(report))}. ${markdownText(sidesWords(report))}.`,
    [
      ...notes.map(({ id, message }) => `- **${markdownText(id)}**: ${markdownText(message)}`),
      ...cellLines(report),
    ].join('\n'),
    gates.length === 0
      ? ''
      : markdownTable(['', 'gate', 'baseline', 'run', 'change', confidenceWords(report)], gates.map(gateRow)),
    reasons(gates),
    exploratory(report),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

/** The same, so that a comment is found again and replaced: `name` tells a gate from others of the same pull request. */
export function gateComment(report: GateReport, name: string): string {
  return `${commentMarker(name)}\n${gateMarkdown(report, name === 'gate' ? undefined : name)}`
}

/** Hidden in the comment's body, and the same in every version. A comment of HTML can't have `--` in it. */
export function commentMarker(name: string): string {
  return `<!-- tare-gate: ${printable(name).replaceAll(/[<>]/g, '').replaceAll(/-{2,}/g, '-').replace(/-$/, '')} -->`
}

function gateRow(gate: GateResult): readonly string[] {
  const { comparison, interval, outcome } = gate
  const mark = `${marks[outcome]} ${outcomeWords[outcome]}`
  const name = markdownCell(gateName(gate))
  if (comparison === null) return [mark, name, '', '', '', '']
  const { a, b, unit, change } = comparison
  return [
    mark,
    name,
    sideText(a.value, unit),
    sideText(b.value, unit),
    signedChange(change, unit),
    changeInterval(interval),
  ]
}

/** What the table's numbers don't say: of what failed or is open, and of objectives. */
function reasons(gates: readonly GateResult[]): string {
  return gates
    .filter(({ outcome, comparison }) => outcome !== 'pass' || comparison === null)
    .map((gate) => `- ${marks[gate.outcome]} ${markdownText(gateName(gate))}: ${markdownText(gate.message)}`)
    .join('\n')
}

function cellLines({ newCells, vanishedCells }: GateReport): readonly string[] {
  return [
    ...(newCells.length === 0
      ? []
      : [`- new cells, without a baseline: ${markdownText(newCells.join('; '))}`]),
    ...(vanishedCells.length === 0
      ? []
      : [`- vanished cells, in the baseline alone: ${markdownText(vanishedCells.join('; '))}`]),
  ]
}

function exploratory({ exploratory: cells }: GateReport): string {
  const tables = cells
    .filter(({ metrics }) => metrics.length > 0)
    .map(({ cell, metrics }) => {
      const rows = metrics.map((comparison) => [
        comparison.metric,
        sideText(comparison.a.value, comparison.unit),
        sideText(comparison.b.value, comparison.unit),
        signedChange(comparison.change, comparison.unit),
        changeInterval(comparison.changeCi95),
        longVerdict(comparison) + invalidWord(comparison),
      ])
      const heading = cell === null ? '' : `**${markdownText(cell)}**\n\n`
      return `${heading}${markdownTable(['metric', 'baseline', 'run', 'change', '95 %', ''], rows)}`
    })
  if (tables.length === 0) return ''
  const summary = 'Also measured (can’t fail the gate; intervals not adjusted for how many there are)'
  return `<details><summary>${summary}</summary>\n\n${tables.join('\n\n')}\n\n</details>`
}
