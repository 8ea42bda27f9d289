import { fitSweep } from './fit-sweep.ts'
import { operationalBounds } from './operational-bounds.ts'
import { pointFigures } from './point-figures.ts'
import { scalingNotes } from './scaling-notes.ts'
import type { ScalingCategory, ScalingPoint } from './scaling-point.ts'
import type { ScalingAxis, ScalingReport } from './scaling-report.ts'
import { scalingSentence } from './scaling-words.ts'
import { pointsOfCategories, pointsOfLoads, type SweepPoints } from './sweep-points.ts'

export interface ScalingOptions {
  /** As the plan names it: `load.concurrency`, `server.max_workers`. */
  readonly axisName: string
  /** What is counted per second: `req`, `tok`. */
  readonly unit: string
  /** Of the bootstrap: the same gives the same report. */
  readonly seed?: number
  readonly replicates?: number
}

/**
 * How throughput scales with a number. `concurrency` means the slots of a closed loop, for which there are bounds;
 * for any other number there are none. Nothing is thrown: what can't be said is refused in the report, with the reason.
 * docs/scaling.md has the definitions.
 */
export function analyseScaling(
  points: readonly ScalingPoint[],
  options: ScalingOptions & { readonly kind: 'concurrency' | 'quantity' },
): ScalingReport {
  return report(pointsOfLoads(points), { name: options.axisName, kind: options.kind }, options)
}

/** The same over names without order, such as hardware: speed-up over the first, and no law. */
export function analyseCategories(
  categories: readonly ScalingCategory[],
  options: ScalingOptions,
): ScalingReport {
  return report(pointsOfCategories(categories), { name: options.axisName, kind: 'category' }, options)
}

function report(
  { points, notes }: SweepPoints,
  axis: ScalingAxis,
  { unit, seed = 1, replicates = 1000 }: ScalingOptions,
): ScalingReport {
  const bounds = axis.kind === 'concurrency' ? operationalBounds(points) : null
  const figures = pointFigures(points, axis, bounds)
  const told = {
    schema: 'tare.scaling/1',
    axis,
    unit,
    points: figures,
    base_label: figures.find(({ speed_up: speedUp }) => speedUp !== null)?.label ?? null,
    bounds,
    ...fitSweep(points, { seed, replicates }),
    bootstrap: { seed, replicates },
  } as const
  return { ...told, sentence: scalingSentence(told), notes: [...notes, ...scalingNotes(told)] }
}
