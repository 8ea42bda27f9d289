import { createRandom } from '../../statistics/random.ts'
import { chosenOf, type Fitted, fitLaws } from './fit-laws.ts'
import type { LogSample } from './laws/law.ts'
import type { LawName, ScalingShape } from './scaling-report.ts'
import { shapeOf, throughPoints } from './shape.ts'
import { drawReplicate, type RunNoise, type SweepSample } from './sweep-sample.ts'

/** The sweep as it might have come out. */
export interface Replicate {
  readonly fits: readonly Fitted[]
  readonly chosen: LawName | null
  /** Of the chosen law, or of the points. */
  readonly shape: ScalingShape
}

export interface BootstrapOptions {
  readonly seed: number
  readonly replicates: number
  /** Whether the shape is the points' own: no law fits. */
  readonly byPoints: boolean
}

/** Replicates of a sweep, each fitted and its law chosen anew: the same seed gives the same. */
export function bootstrap(
  sample: SweepSample,
  noise: RunNoise,
  starts: readonly Fitted[],
  { seed, replicates, byPoints }: BootstrapOptions,
): readonly Replicate[] {
  return Array.from({ length: replicates }, (_, index) => {
    const drawn = drawReplicate(sample, noise, createRandom(seed, index))
    const fits = fitLaws(drawn, starts)
    const chosen = chosenOf(fits)
    return { fits, chosen: chosen?.law.name ?? null, shape: sweepShape(drawn, byPoints ? null : chosen) }
  })
}

/** Over the loads that were measured: of a law, or without one of the points. */
export function sweepShape(sample: LogSample, fitted: Fitted | null): ScalingShape {
  const curve =
    fitted === null
      ? throughPoints(sample)
      : (load: number) => fitted.law.throughputAt(fitted.coefficients, load)
  return shapeOf(curve, sample.loads[0]!, sample.loads.at(-1)!)
}
