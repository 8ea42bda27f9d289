import type { Identified, LawFit, ScalingReport } from '../analysis/scaling/scaling-report.ts'
import { formatCountEstimate } from './format-estimate.ts'
import { formatDurationNs } from './format-number.ts'
import { printable } from './printable.ts'
import { estimateText, percentText } from './scaling-cells.ts'

/** A fact of several parts: what it is about, and what is known of it. */
export interface ScalingFact {
  readonly label: string
  readonly parts: readonly string[]
  /** The law that was chosen. */
  readonly chosen: boolean
}

const lawsInWords = { linear: 'linear', amdahl: 'Amdahl', usl: 'USL', plateau: 'plateau' } as const
const rates: readonly string[] = ['gamma', 'slope', 'ceiling']

/** How sure the class is, the bounds, and each law with its intervals. */
export function scalingFacts(report: ScalingReport): readonly ScalingFact[] {
  const { class: verdict, laws } = report
  const shares = verdict.state === 'refused' ? [] : Object.entries(verdict.shares)
  const facts = [
    {
      label: 'class',
      parts: shares
        .filter(([, share]) => share > 0)
        .sort(([, a], [, b]) => b - a)
        .map(([name, share]) => `${name} ${wholePercent(share)}`),
      chosen: false,
    },
    { label: 'bounds', parts: boundParts(report), chosen: false },
    ...laws.map((law) => ({
      label: lawsInWords[law.name],
      parts: lawParts(law, report),
      chosen: law.name === report.law,
    })),
    { label: 'at twice that', parts: extrapolation(report), chosen: false },
  ]
  return facts.filter(({ parts }) => parts.length > 0)
}

function boundParts({ bounds }: ScalingReport): readonly string[] {
  if (bounds === null) return []
  const { highest_requests_per_s: highest, saturated } = bounds
  const more = saturated ? '' : 'at least '
  const think = bounds.think_s > 0 ? ` + Z ${formatDurationNs(bounds.think_s * 1e9)}` : ''
  return [
    `knee N* ${more}${estimateText(bounds.knee)}`,
    `R ${formatDurationNs(bounds.response_s * 1e9)}${think} at ${printable(bounds.response_label)}`,
    `Xmax ${more}${formatCountEstimate(highest.value, highest.ci95)} req/s at ${printable(bounds.highest_label)}`,
  ]
}

/** Of a law that doesn't fit its parameters say nothing. */
function lawParts(law: LawFit, { unit }: ScalingReport): readonly string[] {
  const perSecond = ` ${printable(unit)}/s`
  const off = `off by ${wholePercent(Math.abs(law.worst_share))} at ${printable(law.worst_label)}`
  const support = law.support === null ? [] : [`best in ${wholePercent(law.support)}`]
  if (law.misfit === true) return [`doesn’t fit: ${off}`, ...support]
  const parameters = Object.entries(law.parameters).map(([name, it]) =>
    rates.includes(name)
      ? `${name} ${formatCountEstimate(it.value, it.ci95)}${perSecond}`
      : `${name} ${percentText(it)}`,
  )
  return [...parameters, ...summitParts(law, perSecond), off, ...support]
}

function summitParts(
  { name, peak_load: peak, ceiling_per_s: ceiling }: LawFit,
  perSecond: string,
): readonly string[] {
  const count = ({ value, ci95 }: Extract<Identified, { state: 'identified' }>): string =>
    formatCountEstimate(value, ci95) + perSecond
  switch (name) {
    case 'linear':
      return []
    case 'amdahl':
      return [
        ceiling.state === 'identified'
          ? `limit ${count(ceiling)}`
          : `limit not identifiable: ${ceiling.reason}`,
      ]
    case 'usl':
      return peak.state === 'identified' && ceiling.state === 'identified'
        ? [`peak at ${estimateText(peak)}, ${count(ceiling)}`]
        : [`peak not identifiable: ${peak.state === 'identified' ? '' : peak.reason}`]
    case 'plateau':
      return [
        peak.state === 'identified'
          ? `from ${estimateText(peak)} on`
          : `start not identifiable: ${peak.reason}`,
      ]
  }
}

/** What the chosen law says of the farthest load for which it is believed; nothing where it fits badly or has no interval. */
function extrapolation({ curve, laws, law, unit }: ScalingReport): readonly string[] {
  const last = curve.at(-1)
  if (last === undefined || law === null || last.throughput_per_s.ci95 === null) return []
  if (laws.some(({ name, misfit }) => name === law && misfit === true)) return []
  const { value, ci95 } = last.throughput_per_s
  return [
    `${formatCountEstimate(value, ci95)} ${printable(unit)}/s at ${Number(last.load.toPrecision(6))}, if the law holds`,
  ]
}

function wholePercent(share: number): string {
  return share > 0 && share < 0.005 ? '< 1 %' : `${Math.round(share * 100)} %`
}
