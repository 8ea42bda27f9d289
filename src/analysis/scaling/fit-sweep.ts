import { moments } from '../../statistics/moments.ts'
import { bootstrap, sweepShape } from './bootstrap.ts'
import { chosenOf, fitLaws } from './fit-laws.ts'
import { lawCurve } from './law-curve.ts'
import { lawFit } from './law-fit.ts'
import { scalingClass } from './scaling-class.ts'
import type { ScalingReport } from './scaling-report.ts'
import { brings, type SweepPoint } from './sweep-points.ts'
import { sweepSample } from './sweep-sample.ts'

const fewestLoads = 3
const leastSpan = 2
/** A single pair of runs bounds nothing. */
const fewestDegrees = 2
/**
 * Standard error of the mean logarithm of a load's runs (0.2: some 20 %), beyond which what the load brings isn't known. A fit that
 * weighs loads by their noise would pass it over, and speak of it all the same.
 */
const largestError = 0.2

/** The part of a report that is about laws. */
export type SweepFit = Pick<ScalingReport, 'laws' | 'law' | 'class' | 'shape' | 'curve'>

export interface FitOptions {
  readonly seed: number
  readonly replicates: number
}

/** Laws, shape and class of the points that brought something; refused, with the reason, where there is too little to go by. */
export function fitSweep(points: readonly SweepPoint[], { seed, replicates: count }: FitOptions): SweepFit {
  const usable = points.filter((point) => point.load !== null && brings(point))
  const reason = whyNoFit(points, usable)
  if (reason !== null) return refused(reason)
  const { sample, noise } = sweepSample(
    Float64Array.from(usable, ({ load }) => load!),
    usable.map(({ runs }) => Float64Array.from(runs, ({ throughput }) => Math.log(throughput))),
  )
  const fits = fitLaws(sample)
  const chosen = chosenOf(fits)
  if (chosen === null) return refused('no law could be fitted')
  const labels = usable.map(({ label }) => label)
  const repeated = noise.degrees >= fewestDegrees
  const byPoints = lawFit(chosen, sample, noise, labels, []).misfit === true
  const replicates = repeated ? bootstrap(sample, noise, fits, { seed, replicates: count, byPoints }) : []
  const shape = sweepShape(sample, byPoints ? null : chosen)
  return {
    laws: fits.map((fitted) => lawFit(fitted, sample, noise, labels, replicates)),
    law: chosen.law.name,
    class: scalingClass(shape, replicates),
    shape: { ...shape, of: byPoints ? 'points' : 'law' },
    curve: lawCurve(chosen, replicates, sample.loads[0]!, sample.loads.at(-1)!),
  }
}

function whyNoFit(points: readonly SweepPoint[], usable: readonly SweepPoint[]): string | null {
  if (points.length === 0) return 'nothing was measured'
  if (points.every(({ load }) => load === null)) return 'categories have no order'
  if (usable.length === 0) return 'nothing succeeded at any load'
  const [first] = usable
  if (usable.length < fewestLoads) {
    return `a class takes ${fewestLoads} loads or more, and ${usable.length === 1 ? 'one was' : 'two were'} measured`
  }
  if (first!.load! < 1) return 'a load below 1 is no number of things that share the work'
  const span = usable.at(-1)!.load! / first!.load!
  if (span < leastSpan) return 'the largest load is less than twice the smallest'
  return whyNotKnown(usable)
}

/** Of the load whose runs differ most, when that is too much. */
function whyNotKnown(points: readonly SweepPoint[]): string | null {
  const spreads = points.map(({ label, runs }) => {
    const { n, sd, min, max } = moments(runs.map(({ throughput }) => Math.log(throughput)))
    return { label, error: n < 2 ? 0 : sd / Math.sqrt(n), factor: Math.exp(max - min) }
  })
  const worst = spreads.reduce((most, each) => (each.error > most.error ? each : most))
  if (worst.error <= largestError) return null
  return `the runs at ${worst.label} differ ${worst.factor.toPrecision(2)}-fold, too much to say what it brings: repeat them more often, or measure for longer`
}

function refused(reason: string): SweepFit {
  return {
    laws: [],
    law: null,
    class: { state: 'refused', reason, looks_like: null },
    shape: null,
    curve: [],
  }
}
