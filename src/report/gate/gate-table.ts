import type { GateReport, GateResult, GateVerdict } from '../../analysis/gate/gate-report.ts'
import { invalidWord, longVerdict } from '../comparison-words.ts'
import { displayWidth, printable, wrap } from '../printable.ts'
import { reportWidth } from '../report-width.ts'
import { plainStyle, type Style } from '../style.ts'
import {
  changeInterval,
  gateName,
  outcomeWords,
  sidesWords,
  sideText,
  signedChange,
  verdictSentence,
  verdictWords,
} from './gate-words.ts'

const paintOf: Readonly<Record<GateVerdict, 'good' | 'warn' | 'bad'>> = {
  pass: 'good',
  fail: 'bad',
  inconclusive: 'warn',
  invalid: 'bad',
  seeded: 'warn',
  no_baseline: 'warn',
  not_comparable: 'bad',
}

/** The report of a gate for a terminal: the verdict, what stands in the way, each gate, and what else changed. */
export function gateTable(report: GateReport, style: Style = plainStyle): string {
  const blocks = [
    verdict(report, style),
    notes(report, style),
    gates(report, style),
    exploratory(report, style),
  ]
  const filled = blocks.filter((block) => block.length > 0)
  return `${filled.map((block) => block.map((line) => `${line.trimEnd()}\n`).join('')).join('\n')}`
}

function verdict(report: GateReport, style: Style): readonly string[] {
  const word = verdictWords[report.outcome]
  const [first = '', ...more] = wrap(style.encode(`${word}  ${verdictSentence(report)}.`), reportWidth(style))
  return [
    style[paintOf[report.outcome]](style.strong(word)) + first.slice(word.length),
    ...more.map((line) => `  ${line}`),
    ...wrapped(sidesWords(report), '  ', style).map(style.faint),
  ]
}

function notes({ notes: all, newCells, vanishedCells }: GateReport, style: Style): readonly string[] {
  const cells = [
    ...(newCells.length === 0 ? [] : [`? new cells, without a baseline: ${newCells.join('; ')}`]),
    ...(vanishedCells.length === 0
      ? []
      : [`? vanished cells, in the baseline alone: ${vanishedCells.join('; ')}`]),
  ]
  const lines = all.map(
    ({ severity, id, message }) => `${severity === 'refuse' ? '!' : '?'} ${id}: ${message}`,
  )
  return [...lines, ...cells].flatMap((line) => {
    return wrapped(line, '    ', style).map((text, at) => (at === 0 ? text.slice(2) : text))
  })
}

function gates(report: GateReport, style: Style): readonly string[] {
  if (report.gates.length === 0) return []
  const paint = { pass: style.good, fail: style.bad, inconclusive: style.warn }
  return [
    `  ${style.strong('GATES')}`,
    ...report.gates.flatMap((gate) => {
      const word = outcomeWords[gate.outcome]
      const name = style.encode(gateName(gate))
      const seen = wrapped(`${gate.message}.${adjusted(gate)}`, '        ', style)
      return [`  ${paint[gate.outcome](word)}  ${style.strong(name)}`, ...seen]
    }),
  ]
}

function adjusted({ adjustedP, outcome }: GateResult): string {
  if (adjustedP === null || outcome !== 'fail') return ''
  return ` p ${adjustedP < 0.001 ? '< 0.001' : `= ${adjustedP.toFixed(3)}`} (Holm).`
}

/** A line a metric: change and interval, both sides. */
function exploratory({ exploratory: cells }: GateReport, style: Style): readonly string[] {
  const rows = cells.flatMap(({ cell, metrics }) => [
    ...(cell === null || metrics.length === 0 ? [] : [[printable(cell)]]),
    ...metrics.map((comparison) => [
      comparison.metric,
      sideText(comparison.a.value, comparison.unit),
      sideText(comparison.b.value, comparison.unit),
      signedChange(comparison.change, comparison.unit),
      changeInterval(comparison.changeCi95),
      longVerdict(comparison) + invalidWord(comparison),
    ]),
  ])
  if (rows.every((row) => row.length === 1)) return []
  const head = ['', 'baseline', 'run', 'change', '95 %', '']
  const all = [head, ...rows].map((row) => row.map(style.encode))
  const widths = head.map((_, at) =>
    Math.max(...all.filter((row) => row.length > 1).map((row) => displayWidth(row[at]!))),
  )
  const lines = all.map((row) =>
    row.length === 1 ? row[0]! : row.map((text, at) => pad(text, widths[at]!, at)).join('  '),
  )
  return [
    `  ${style.strong('ALSO MEASURED')}  ${style.faint(style.encode('can’t fail the gate; 95 % intervals, not adjusted for how many there are'))}`,
    ...lines.map((line, at) => (at === 0 ? `  ${style.faint(line)}` : `  ${line}`)),
  ]
}

function pad(text: string, width: number, column: number): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)))
  return column === 0 || column === 5 ? text + space : space + text
}

function wrapped(text: string, indent: string, style: Style): readonly string[] {
  return wrap(style.encode(printable(text)), reportWidth(style) - indent.length).map(
    (line) => `${indent}${line}`,
  )
}
