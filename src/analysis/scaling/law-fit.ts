import { studentTQuantile } from '../../statistics/student-t-quantile.ts'
import type { Replicate } from './bootstrap.ts'
import type { Fitted } from './fit-laws.ts'
import type { Summit } from './laws/law.ts'
import { percentileInterval } from './percentile-interval.ts'
import type { Estimate, Identified, LawFit } from './scaling-report.ts'
import type { RunNoise, SweepSample } from './sweep-sample.ts'

/** Off by less than this a law is as good as anyone needs. */
const misfitFrom = 0.05
/** Of all points together, the chance that one is called a misfit by luck. */
const misfitLuck = 0.01
/** How far beyond the largest load a law is believed. */
export const farthest = 2
/** With fewer loads three parameters follow the noise. */
const leastLoadsForPeak = 6

/** A fitted law with intervals over the replicates, and what it can't say. */
export function lawFit(
  fitted: Fitted,
  sample: SweepSample,
  noise: RunNoise,
  labels: readonly string[],
  replicates: readonly Replicate[],
): LawFit {
  const { law, coefficients, aicc } = fitted
  const drawn = replicates.flatMap(({ fits }) => fits.filter((other) => other.law === law))
  const parameters = drawn.map((other) => law.parametersOf(other.coefficients))
  const { at, share, misfit } = worstMiss(fitted, sample, noise)
  return {
    name: law.name,
    parameters: Object.fromEntries(
      Object.entries(law.parametersOf(coefficients)).map(([name, value]): [string, Estimate] => [
        name,
        { value, ci95: percentileInterval(parameters.map((other) => other[name]!)) },
      ]),
    ),
    aicc: Number.isFinite(aicc) ? aicc : null,
    support:
      replicates.length === 0
        ? null
        : replicates.filter(({ chosen }) => chosen === law.name).length / replicates.length,
    worst_label: labels[at]!,
    worst_share: share,
    misfit,
    ...(misfit === true ? refuseSummit('the law doesn’t fit') : summit(fitted, sample, drawn)),
  }
}

type LawSummit = Pick<LawFit, 'peak_load' | 'ceiling_per_s'>

interface Miss {
  readonly at: number
  /** Law over measured, less 1. */
  readonly share: number
  readonly misfit: boolean | null
}

function worstMiss({ law, coefficients }: Fitted, sample: SweepSample, noise: RunNoise): Miss {
  const { loads, logs, runs } = sample
  const misses = Array.from(loads, (load, i) => Math.log(law.throughputAt(coefficients, load)) - logs[i]!)
  const at = misses.reduce((worst, miss, i) => (Math.abs(miss) > Math.abs(misses[worst]!) ? i : worst), 0)
  const share = Math.expm1(misses[at]!)
  if (noise.degrees === 0) return { at, share, misfit: null }
  const t = studentTQuantile(1 - misfitLuck / (2 * loads.length), noise.degrees)
  const beyondLuck = misses.some(
    (miss, i) =>
      Math.abs(Math.expm1(miss)) > misfitFrom && Math.abs(miss) > (t * noise.sd[i]!) / Math.sqrt(runs[i]!),
  )
  return { at, share, misfit: beyondLuck }
}

function refuseSummit(reason: string): LawSummit {
  const refused: Identified = { state: 'not_identifiable', reason }
  return { peak_load: refused, ceiling_per_s: refused }
}

function summit({ law, coefficients }: Fitted, { loads }: SweepSample, drawn: readonly Fitted[]): LawSummit {
  const first = loads[0]!
  const last = loads.at(-1)!
  const own = law.summitOf(coefficients)
  const summits = drawn.map((fitted) => fitted.law.summitOf(fitted.coefficients))
  const load = percentileInterval(summits.map((other) => other.load))
  const throughput = percentileInterval(summits.map((other) => other.throughput))
  if (law.name === 'linear') return refuseSummit('linear scaling has no end')
  if (load === null || throughput === null) return refuseSummit('no interval without repeats')
  const ceiling: Identified = { state: 'identified', value: own.throughput, ci95: throughput }
  if (law.name === 'amdahl') {
    const peak: Identified = { state: 'not_identifiable', reason: 'Amdahl’s law has no peak' }
    const reached = law.throughputAt(coefficients, last)
    if (throughput[1] <= farthest * reached) return { peak_load: peak, ceiling_per_s: ceiling }
    const reason = 'it may be more than twice what was reached'
    return { peak_load: peak, ceiling_per_s: { state: 'not_identifiable', reason } }
  }
  const reason = whyNoPeak(law.name === 'usl', own, load, loads.length, first, last)
  if (reason !== null) return refuseSummit(reason)
  return { peak_load: { state: 'identified', value: own.load, ci95: load }, ceiling_per_s: ceiling }
}

/**
 * A peak, or a plateau's start, is known when the data pass it: with 2 % noise and the peak at 44, fits to loads up to 8 put it
 * anywhere between 14 and 30 000.
 */
function whyNoPeak(
  curved: boolean,
  { load }: Summit,
  [, high]: readonly [number, number],
  loads: number,
  first: number,
  last: number,
): string | null {
  if (curved && loads < leastLoadsForPeak) return `fewer than ${leastLoadsForPeak} loads`
  if (load >= last) return 'the data end before it'
  if (curved ? high > farthest * last : high >= last) return 'the data hardly pass it'
  return high <= first ? 'throughput falls from the first load on' : null
}
