import type { ScalingReport } from '../analysis/scaling/scaling-report.ts'
import { noun } from '../analysis/scaling/scaling-words.ts'
import { renderFacts, renderNote } from './fact-line.ts'
import { displayWidth, printable, truncate, wrap } from './printable.ts'
import { reportWidth } from './report-width.ts'
import { isVague, type ScalingColumn, scalingColumns } from './scaling-cells.ts'
import { scalingFacts } from './scaling-facts.ts'
import { plainStyle, type Style } from './style.ts'

const gap = 2
const widestLabel = 24

/** How something scales, for a terminal: the points, the class in a sentence, bounds, laws, and what to mind. */
export function scalingTable(report: ScalingReport, style: Style = plainStyle): string {
  const columns = reportWidth(style) - 2
  const facts = scalingFacts(report).flatMap(({ label, parts, chosen }) =>
    renderFacts(label, parts, style, chosen ? style.encode('→ ') : undefined),
  )
  const blocks = [
    points(report, style),
    wrap(style.encode(printable(report.sentence)), columns).map((line) => `  ${style.strong(line)}`),
    facts,
    report.notes.flatMap((note) => renderNote(printable(`! ${note}`), style, 2)),
    renderNote(meaning(report), style),
  ]
  const filled = blocks.filter((block) => block.length > 0)
  // The dots between the parts of a fact aren't encoded yet.
  return style.encode(filled.map((block) => block.map((line) => `${line.trimEnd()}\n`).join('')).join('\n'))
}

function points(report: ScalingReport, style: Style): readonly string[] {
  const title = printable(noun(report))
  const labels = report.points.map(({ label }) => truncate(style.encode(printable(label)), widestLabel))
  const width = Math.max(...[title, ...labels].map(displayWidth))
  const columns = fitting(report, style, reportWidth(style) - 2 - width)
  const numeric = report.axis.kind !== 'category'
  const head = columns.map(({ title: name, width: cell }) => name.padStart(cell + gap)).join('')
  return [
    `  ${style.strong(pad(title, width, numeric))}${style.faint(head)}`,
    ...labels.map((label, at) => {
      const cells = columns.map(({ texts, width: cell }) => pad(texts[at]!, cell + gap, true))
      return `  ${pad(label, width, numeric)}${cells.join('')}`
    }),
  ]
}

interface FilledColumn {
  readonly title: string
  readonly texts: readonly string[]
  readonly width: number
}

/** As many columns, from the first, as there is room for; throughput always. */
function fitting(report: ScalingReport, style: Style, room: number): readonly FilledColumn[] {
  const filled = scalingColumns(report).map(({ title, cell }: ScalingColumn): FilledColumn => {
    const texts = report.points.map((point) => style.encode(cell(point)))
    return { title, texts, width: Math.max(...[title, ...texts].map(displayWidth)) }
  })
  let used = 0
  const count = filled.findIndex(({ width }) => {
    used += width + gap
    return used > room
  })
  return count < 0 ? filled : filled.slice(0, Math.max(1, count))
}

function pad(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)))
  return right ? space + text : text + space
}

/** What the columns' words mean. */
export function meaning({ base_label: base, bounds, points: all, laws }: ScalingReport): string {
  const relative = base === null ? '' : ` Speed-up is to ${printable(base)}.`
  const bound = bounds === null ? '' : ' Bound: min(N/(R+Z), Xmax).'
  const little = all.some((point) => point.little !== null)
    ? ' Little: X R over what was in flight, less 1.'
    : ''
  const vague = all.some((point) => isVague(point.throughput_per_s) || isVague(point.speed_up))
    ? ' ~: the runs differ so much that half of it is more than the figure.'
    : ''
  const shown = laws
    .filter(({ misfit }) => misfit !== true)
    .flatMap(({ parameters }) => Object.keys(parameters))
  const sigma = shown.includes('sigma') ? ' Sigma: share of the work that is done one at a time.' : ''
  const kappa = shown.includes('kappa') ? ' Kappa: what each costs every other.' : ''
  return `±: half of the 95 % interval over runs.${vague}${relative}${bound}${little}${sigma}${kappa}`
}
