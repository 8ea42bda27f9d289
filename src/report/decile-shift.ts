import type { DecileShift, ShiftPoint } from '../analysis/comparison/decile-shift.ts'
import { changeInWords, pointName, rangeInWords, shiftInWords } from '../analysis/comparison/shift-words.ts'
import { markdownTable } from '../metrics/markdown-table.ts'
import { barScale, decileBar } from './decile-bar.ts'
import { renderNote } from './fact-line.ts'
import { formatDecimal, noNumber } from './format-number.ts'
import { markdownCell, markdownText } from './markdown-text.ts'
import { metricLabel } from './metric-label.ts'
import { displayWidth, printable, wrap } from './printable.ts'
import { reportWidth } from './report-width.ts'
import type { Style } from './style.ts'

const gap = 2
/** Narrower bars say nothing. */
const leastBar = 12
const widestBar = 31

/** How a distribution moved, for a terminal: its shape in a sentence, a line a decile, what to mind. `cell` names where, in a sweep. */
export function renderDecileShift(shift: DecileShift, cell: string | null, style: Style): readonly string[] {
  const rows = shift.points.map((point) => ({ point, cells: cellsOf(point).map(style.encode) }))
  const head = ['', 'A', 'B', 'change', 'all within'].map(style.encode)
  const widths = head.map((title, at) =>
    Math.max(displayWidth(title), ...rows.map(({ cells }) => displayWidth(cells[at]!))),
  )
  const room = reportWidth(style) - 2 - widths.reduce((sum, width) => sum + width + gap, 0)
  const scale = room < leastBar ? null : barScale(shift.points)
  const columns = Math.min(widestBar, room)
  const inColumns = (cells: readonly string[]): readonly string[] =>
    cells.map((text, at) => ' '.repeat(widths[at]! - displayWidth(text)) + text)
  const lines = rows.map(({ point, cells }) => {
    const [name, a, b, change, band] = inColumns(cells) as [string, string, string, string, string]
    const bar = scale === null ? '' : style.encode(decileBar(point, scale, columns))
    return ['', name, a, b, paintFor(point, style)(change), band, bar].join(' '.repeat(gap)).trimEnd()
  })
  return [
    `  ${style.strong(`DECILES OF ${style.encode(titleOf(shift))}`)}${cell === null ? '' : `  ${style.faint(style.encode(printable(cell)))}`}`,
    ...wrap(style.encode(`${capital(shiftInWords(shift))}.`), reportWidth(style) - 2).map(
      (line) => `  ${line}`,
    ),
    `  ${style.faint(inColumns(head).join(' '.repeat(gap)))}`,
    ...lines,
    ...remarks(shift).flatMap((remark) => renderNote(printable(remark), style)),
  ]
}

/** The same as Markdown. */
export function decileShiftMarkdown(shift: DecileShift, cell: string | null): string {
  const title = `Deciles of ${titleOf(shift)}${cell === null ? '' : `, ${cell}`}`
  const table = markdownTable(
    ['', 'A', 'B', 'change', 'all within'],
    shift.points.map((point) => cellsOf(point).map(markdownCell)),
  )
  return [
    `**${markdownText(title)}**: ${markdownText(shiftInWords(shift))}.`,
    table,
    remarks(shift).map(markdownText).join(' '),
  ].join('\n\n')
}

function titleOf({ latency }: DecileShift): string {
  return `${metricLabel(latency)}, ms`
}

function cellsOf({ p, a, b, change, band }: ShiftPoint): readonly string[] {
  return [
    pointName(p),
    a.value === null ? noNumber : formatDecimal(a.value),
    b.value === null ? noNumber : formatDecimal(b.value),
    change === null ? noNumber : changeInWords(change),
    band === null ? noNumber : rangeInWords(band),
  ]
}

/** What the bands are, and what is missing. */
function remarks({ variation, points, notes }: DecileShift): readonly string[] {
  const missing = new Map<string, string[]>()
  for (const { p, note } of points)
    if (note !== null) missing.set(note, [...(missing.get(note) ?? []), pointName(p)])
  return [
    ...(points.some(({ band }) => band !== null) ? [meanings[variation]] : []),
    ...Array.from(
      missing,
      ([note, names]) => `${names.length === points.length ? 'All' : names.join(', ')}: ${note}.`,
    ),
    ...notes.map((note) => `${capital(note)}.`),
  ]
}

const bands = 'All within: bands that hold at all deciles at once, 95 times of 100'
const meanings: Readonly<Record<DecileShift['variation'], string>> = {
  own: `${bands}; they allow for what runs differ by.`,
  borrowed: `${bands}; the single run is taken to vary as those of the other side do.`,
  within_runs: `${bands}, within these two runs. What runs differ by themselves isn’t in them: only repeats show that.`,
}

function paintFor({ band }: ShiftPoint, style: Style): (text: string) => string {
  if (band === null) return (text) => text
  if (band[0] > 0) return style.bad
  return band[1] < 0 ? style.good : (text) => text
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}
