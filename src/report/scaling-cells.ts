import type {
  Discrepancy,
  Estimate,
  ScalingFigures,
  ScalingReport,
} from '../analysis/scaling/scaling-report.ts'
import { formatCountEstimate, formatEstimate } from './format-estimate.ts'
import { formatDecimal, formatDurationNs, noNumber } from './format-number.ts'
import { printable } from './printable.ts'

/** A column of the table of points, by its title; the narrower the terminal, the fewer. */
export interface ScalingColumn {
  readonly title: string
  readonly cell: (point: ScalingFigures) => string
}

/** Columns that say something of this sweep, what can be done without last. */
export function scalingColumns(report: ScalingReport): readonly ScalingColumn[] {
  const every: readonly (ScalingColumn & { readonly known: (point: ScalingFigures) => boolean })[] = [
    {
      title: `${printable(report.unit)}/s`,
      cell: ({ throughput_per_s: it }) =>
        isVague(it) ? `~${formatCountEstimate(it.value, null)}` : formatCountEstimate(it.value, it.ci95),
      known: () => true,
    },
    {
      title: 'speed-up',
      cell: ({ speed_up: it }) => speedUpText(it),
      known: () => true,
    },
    {
      title: 'efficiency',
      cell: ({ efficiency: it }) => (it === null ? noNumber : `${Math.round(it.value * 100)} %`),
      known: ({ efficiency }) => efficiency !== null,
    },
    {
      title: 'R',
      cell: ({ response_s: seconds }) => formatDurationNs(seconds === null ? null : seconds * 1e9),
      known: ({ response_s: seconds }) => seconds !== null,
    },
    {
      title: 'bound',
      cell: ({ bound_share: share }) => (share === null ? noNumber : `${Math.round(share * 100)} %`),
      known: ({ bound_share: share }) => share !== null,
    },
    {
      title: 'Little',
      cell: ({ little, interactive }) => discrepancyText(worse(little, interactive)),
      known: ({ little, interactive }) => little !== null || interactive !== null,
    },
  ]
  return every.filter(({ known }) => report.points.some(known))
}

/** Of what can't be below 0: whether its half-width is more than the value. */
export function isVague(it: Estimate | null): boolean {
  return it?.ci95 != null && Math.max(it.ci95[1] - it.value, it.value - it.ci95[0]) > it.value
}

/** Both are the same law, of what was in flight and of what should have been. */
function worse(a: Discrepancy | null, b: Discrepancy | null): Discrepancy | null {
  if (a === null || b === null) return a ?? b
  return Math.abs(a.share) < Math.abs(b.share) ? b : a
}

function discrepancyText(it: Discrepancy | null): string {
  if (it === null) return noNumber
  const percent = Math.round(it.share * 1000) / 10
  return `${it.flagged ? '! ' : ''}${percent > 0 ? '+' : percent < 0 ? '−' : ''}${Math.abs(percent).toFixed(1)} %`
}

/** `7.4 ± 0.3`. */
export function estimateText(it: Estimate | null): string {
  if (it === null) return noNumber
  const { value, halfWidth } = formatEstimate(it.value, it.ci95)
  return halfWidth === null ? value : `${value} ± ${halfWidth}`
}

/** `7.4 ± 0.3`; `~7.4` where the runs differ so much that half of the interval is more than that. */
export function speedUpText(it: Estimate | null): string {
  return it !== null && isVague(it) ? `~${formatDecimal(it.value)}` : estimateText(it)
}

/** Of a share: `74 ± 3 %`. */
export function percentText(it: Estimate | null): string {
  if (it === null) return noNumber
  const ci95 = it.ci95 === null ? null : ([it.ci95[0] * 100, it.ci95[1] * 100] as const)
  return `${estimateText({ value: it.value * 100, ci95 })} %`
}
