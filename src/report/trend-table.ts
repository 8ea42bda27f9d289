import type { Trend, TrendSeries } from '../analysis/history/trend-series.ts'
import { renderNote } from './fact-line.ts'
import { displayWidth, truncate, wrap } from './printable.ts'
import { reportWidth } from './report-width.ts'
import { sparkline } from './sparkline.ts'
import { plainStyle, type Style } from './style.ts'
import { type PlacedChange, placedChanges, type TrendGroup, trendGroups } from './trend-groups.ts'
import {
  alertInWords,
  canaryHint,
  changeInWords,
  changeNotes,
  changeTime,
  commitRange,
  runsInWords,
  trendFigure,
} from './trend-words.ts'

const titles = ['metric', 'runs', 'latest', 'level', 'of'] as const
const widestSparkline = 24
/** With less room there is none. */
const narrowestSparkline = 9

/** A history over time, for a terminal: the series by what they measure, then their changes, newest first. */
export function trendTable(trend: Trend, style: Style = plainStyle): string {
  const groups = trendGroups(trend)
  const placed = placedChanges(groups)
  const hint = canaryHint(trend.series)
  const blocks = [
    ...groups.map((group) => groupLines(group, style)),
    [
      `  ${style.strong(placed.length === 0 ? 'NO CHANGES' : 'CHANGES')}${placed.length > 1 ? style.faint('  newest first') : ''}`,
    ],
    ...placed.map((one) => changeLines(one, groups.length > 1, style)),
    [...renderNote(legend(trend), style), ...(hint === null ? [] : renderNote(hint, style))],
  ]
  return style.encode(blocks.map((block) => block.map((line) => `${line.trimEnd()}\n`).join('')).join('\n'))
}

/** What the columns mean, and what hasn't been said for want of runs. */
export function legend({ series, fewestRuns, tooShort }: Trend): string {
  const short =
    tooShort === 0
      ? ''
      : ` ${tooShort} of ${series.length} series are too short for a change: it takes ${fewestRuns} runs.`
  return `Level: geometric mean of the runs since the last change, and of how many. A change is found with the third run after it, or later.${short}`
}

function groupLines({ names, series }: TrendGroup, style: Style): readonly string[] {
  const columns = reportWidth(style) - 2
  const rows = [titles, ...series.map(cells)].map((row) => row.map(style.encode))
  const widths = titles.map((_, at) => Math.max(...rows.map((row) => displayWidth(row[at]!))))
  const used = widths.reduce((sum, width) => sum + width + 2, 0)
  const room = Math.min(widestSparkline, columns - used)
  const drawn = ['over time', ...series.map((one) => sparkline(valuesOf(one), room))]
  const lines = rows.map((row, nth) => {
    const texts = row.map((text, at) => {
      const space = ' '.repeat(widths[at]! - displayWidth(text))
      return at === 0 ? text + space : space + text
    })
    return `  ${texts.join('  ')}${room < narrowestSparkline ? '' : `  ${drawn[nth]!}`}`
  })
  const longest = series.reduce((most, one) => (one.points.length > most.points.length ? one : most))
  return [
    ...names.map((name, at) => {
      const text = truncate(style.encode(name), columns)
      return `  ${at === 0 ? style.strong(text) : text}`
    }),
    ...renderNote(runsInWords(longest), style),
    style.faint(lines[0]!),
    ...lines.slice(1),
    ...series.flatMap((one) => {
      if (one.alert === null) return []
      const text = style.encode(`! ${one.metric}: ${alertInWords(one, one.alert)}`)
      const paint = one.alert.direction === 'worse' ? style.warn : style.good
      return wrap(text, columns - 2).map((line, at) => `  ${at === 0 ? '' : '  '}${paint(line)}`)
    }),
  ]
}

function cells({ metric, points, unit, level, levelRuns }: TrendSeries): readonly string[] {
  const latest = trendFigure(unit, points.at(-1)!.value)
  return [metric, String(points.length), latest, trendFigure(unit, level), String(levelRuns)]
}

function valuesOf({ points }: TrendSeries): readonly number[] {
  return points.map(({ value }) => value)
}

function changeLines(
  { group, series, change }: PlacedChange,
  named: boolean,
  style: Style,
): readonly string[] {
  const { unit, metric } = series
  const paint = change.direction === 'worse' ? style.bad : style.good
  const columns = reportWidth(style) - 4
  const size = changeInWords(series, change)
  const levels = [change.levelBefore, change.levelAfter].map((level) => trendFigure(unit, level))
  const facts = [
    `${changeTime(change)} · ${commitRange(change)}`,
    `${levels.join(' → ')} over ${change.runsBefore} and ${change.runsAfter} runs, p ${change.p}`,
    ...changeNotes(series, change),
    ...(named ? [truncate(style.encode(group.names.join(' · ')), columns)] : []),
  ]
  const sized = paint(style.encode(size))
  const fits = displayWidth(metric) + displayWidth(style.encode(size)) <= columns
  return [
    ...(fits ? [`  ${style.strong(metric)}  ${sized}`] : [`  ${style.strong(metric)}`, `    ${sized}`]),
    ...facts.flatMap((fact) => wrap(style.encode(fact), columns)).map((line) => `    ${line}`),
  ]
}
