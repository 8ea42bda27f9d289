import type { Trend } from '../analysis/history/trend-series.ts'
import { markdownTable } from '../metrics/markdown-table.ts'
import { markdownCell, markdownText } from './markdown-text.ts'
import { sparkline } from './sparkline.ts'
import { placedChanges, type TrendGroup, trendGroups } from './trend-groups.ts'
import { legend } from './trend-table.ts'
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

/** The same as Markdown: for a job's summary, or an issue. */
export function trendMarkdown(trend: Trend): string {
  const groups = trendGroups(trend)
  const changes = placedChanges(groups).map(({ group, series, change }) => {
    const notes = changeNotes(series, change).map((note) => `  - ${markdownText(note)}`)
    const place = groups.length > 1 ? ` · ${group.names.map(markdownText).join(' · ')}` : ''
    const size = markdownText(changeInWords(series, change))
    const when = `${changeTime(change)} · \`${commitRange(change)}\` · p ${change.p}`
    return [`- **${markdownText(series.metric)} ${size}** · ${when}${place}`, ...notes].join('\n')
  })
  const hint = canaryHint(trend.series)
  const blocks = [
    ...groups.map(groupBlock),
    changes.length === 0 ? '**No changes.**' : `**Changes, newest first**\n\n${changes.join('\n')}`,
    markdownText(legend(trend)),
    ...(hint === null ? [] : [markdownText(hint)]),
  ]
  return `${blocks.join('\n\n')}\n`
}

function groupBlock({ names, series }: TrendGroup): string {
  const head = ['metric', 'runs', 'latest', 'level', 'of', 'over time']
  const rows = series.map(({ metric, unit, points, level, levelRuns }) => {
    const values = points.map(({ value }) => value)
    const latest = trendFigure(unit, values.at(-1)!)
    const texts = [metric, String(values.length), latest, trendFigure(unit, level), String(levelRuns)]
    return [...texts, sparkline(values, 24)].map(markdownCell)
  })
  const alerts = series.flatMap((one) =>
    one.alert === null ? [] : [`> ${markdownText(`${one.metric}: ${alertInWords(one, one.alert)}`)}`],
  )
  const longest = series.reduce((most, one) => (one.points.length > most.points.length ? one : most))
  return [
    `**${names.map(markdownText).join(' · ')}**`,
    markdownText(runsInWords(longest)),
    markdownTable(head, rows),
    ...(alerts.length === 0 ? [] : [alerts.join('\n>\n')]),
  ].join('\n\n')
}
