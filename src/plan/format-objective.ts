import { shifted } from './decimal.ts'
import { type Objective, objectiveKind } from './objective.ts'

/** An objective in Tare's spelling, `ttft.p99 < 300ms`: `parseObjective` reads the same from it, whatever its `text`. */
export function formatObjective({ metric, statistic, comparison, limit }: Omit<Objective, 'text'>): string {
  const kind = objectiveKind(metric)
  const shown = kind === 'latency' ? `${limit}ms` : kind === 'share' ? shareText(limit) : String(limit)
  return `${metric}${statisticText(statistic)} ${comparison} ${shown}`
}

/** As a percentage, unless moving its digits would lose one. */
function shareText(share: number): string {
  const percent = shifted(String(share), 2)
  return shifted(String(percent), -2) === share ? `${percent}%` : String(share)
}

function statisticText(statistic: Objective['statistic']): string {
  if (statistic === 'each' || statistic === 'value') return ''
  if (typeof statistic === 'string') return `.${statistic}`
  return `.p${shifted(String(statistic.quantile), 2)}`
}
