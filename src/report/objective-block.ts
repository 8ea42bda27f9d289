import type { Ci95, ObjectiveResult, ObjectiveStatus, Summary } from '../metrics/summary.ts'
import { factWidth, renderFact, renderFacts, renderNote } from './fact-line.ts'
import { formatCountEstimate, formatEstimate } from './format-estimate.ts'
import { formatDecimal, noNumber, timeUnits, unitFor } from './format-number.ts'
import { flow, printable } from './printable.ts'
import type { Style } from './style.ts'
import { renderMark, touchOf } from './touch.ts'

const looks: Readonly<
  Record<ObjectiveStatus, { readonly word: string; readonly paint: 'good' | 'warn' | 'bad' | 'faint' }>
> = {
  met: { word: 'met', paint: 'good' },
  missed: { word: 'missed', paint: 'bad' },
  undecided: { word: 'undecided', paint: 'warn' },
  no_data: { word: 'no data', paint: 'bad' },
  in_goodput: { word: 'in goodput', paint: 'faint' },
}

/** `268 ± 27 ms`, `99.5 % (99.2 to 99.7)`, `7.96 ± 0.22 /s`. */
function inUnit(value: number, ci95: Ci95, unit: ObjectiveResult['unit']): string {
  if (unit === 'share') return shareText(value, ci95)
  if (unit === 'per_s') return `${formatCountEstimate(value, ci95)} /s`
  const { symbol, size } = unitFor(value * 1e6, timeUnits)
  const factor = 1e6 / size
  const scaled = ci95 === null ? null : ([ci95[0] * factor, ci95[1] * factor] as const)
  const { value: text, halfWidth } = formatEstimate(value * factor, scaled)
  return `${text}${halfWidth === null ? '' : ` ± ${halfWidth}`} ${symbol}`
}

/** Both ends, as an interval near 0 or 1 lies on one side. */
function shareText(share: number, ci95: Ci95): string {
  const ends = ci95 === null ? '' : ` (${percent(ci95[0])} to ${percent(ci95[1])})`
  return `${percent(share)} %${ends}`
}

/** To three digits of what is nearer, 0 or 100: `0.42`, `99.67`. */
function percent(share: number): string {
  const least = formatDecimal(100 * Math.min(share, 1 - share))
  if (least.startsWith('<')) return share < 0.5 ? least : `>${100 - 0.001}`
  const decimals = least.split('.')[1]?.length ?? 0
  return String(Number((100 * share).toFixed(decimals)))
}

function partsOf({ objective, value, ci95, unit, beyond, status }: ObjectiveResult): readonly string[] {
  if (status === 'no_data') return [printable(objective), 'not measured']
  const figure = value === null ? [] : [inUnit(value, ci95, unit)]
  // What is beyond the limit of a share is the share itself, or the rest of it.
  if (beyond === null || unit === 'share')
    return [printable(objective), ...figure, ...(value === null ? [noNumber] : [])]
  const none = beyond.allowed === 0
  const share = shareText(beyond.share, none ? null : beyond.ci95)
  const allowed = none ? '' : `, ${Number((100 * beyond.allowed).toPrecision(6))} % may be`
  return [printable(objective), ...figure, `${share} beyond${allowed}`]
}

function renderObjective(result: ObjectiveResult, { verdict }: Summary, style: Style): readonly string[] {
  const { word, paint } = looks[result.status]
  const lines = flow(partsOf(result).map(style.encode), factWidth(style))
  const mark = renderMark(touchOf(verdict, [result.metric]), style)
  return renderFact(word, lines, { paint: style[paint], mark })
}

/** What the plan's objectives came to, as they were given; nothing without any. */
export function renderObjectives(summary: Summary, style: Style): readonly string[] {
  const { objectives, goodput, load } = summary
  if (objectives.length === 0) return []
  const goodputs =
    goodput === null || goodput.share === null
      ? []
      : [
          `${shareText(goodput.share, goodput.share_ci95)} of all requests`,
          `${formatCountEstimate(goodput.requests_per_s, goodput.requests_per_s_ci95)} req/s`,
        ]
  const undecided = objectives.some(({ status }) => status === 'undecided')
  const failures = load.failed > 0 && objectives.some(({ beyond, unit }) => beyond !== null && unit === 'ms')
  return [
    `  ${style.strong('OBJECTIVES')}`,
    ...objectives.flatMap((result) => renderObjective(result, summary, style)),
    ...renderFacts('goodput', goodputs, style),
    ...(undecided
      ? renderNote('undecided: with 95 % confidence the run says neither. A longer one may.', style)
      : []),
    ...(failures ? renderNote('A failed request is beyond every limit of a latency.', style) : []),
  ]
}
