import type { Trend, TrendSeries } from '../../analysis/history/trend-series.ts'
import { csvField } from '../../record/csv-field.ts'

const head =
  'started_at,run_id,commit,scenario,cell,machine,canary,metric,value,level,change_before,change_p,machine_changed'

/**
 * A line a run of each series, oldest first, for plotting: its value, the level of the runs between the changes around it, and on the first
 * run after a change its size and p, and whether the canary says that the machine changed. RFC 4180, with a header.
 */
export function trendCsv({ series }: Trend): string {
  return [head, ...series.flatMap(linesOf), ''].join('\r\n')
}

function linesOf(series: TrendSeries): readonly string[] {
  const changes = [...series.changes].reverse()
  let passed = 0
  return series.points.map(({ row, value }) => {
    const change = changes[passed]?.after.run_id === row.run_id ? changes[passed++] : undefined
    const level = changes[passed]?.levelBefore ?? series.level
    const fields = [
      row.started_at,
      row.run_id,
      row.commit,
      row.scenario,
      row.cell,
      row.machine,
      row.canary,
      series.metric,
      value,
      level,
      change?.change ?? null,
      change?.p ?? null,
      change === undefined ? null : change.canary.state === 'moved' || change.canary.state === 'self',
    ]
    return fields.map(csvField).join(',')
  })
}
