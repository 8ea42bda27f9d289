import type { ObjectiveResult, Summary } from '../summary.ts'

/** What a run says of one objective, on one scale for all: the objective holds when less than `allowed` is beyond its limit. */
export interface Evidence {
  readonly beyond: number
  readonly ci95: readonly [low: number, high: number] | null
  readonly allowed: number
}

/** Half of a figure that is the limit is beyond it. */
const even = 0.5

/**
 * The evidence on each objective that has a verdict of its own, for whoever compares runs by it. A quantile's, goodput's and
 * error rate's is the share beyond the limit. A mean x is put as x / (x + limit) and a rate as limit / (limit + x), of which 1/2 is
 * allowed: it grows as they get worse, and its logit is the logarithm of their ratio. Not measured, and a run in which nothing
 * succeeded, is all beyond.
 */
export function objectiveEvidence({ objectives }: Pick<Summary, 'objectives'>): readonly Evidence[] {
  return objectives.filter(({ status }) => status !== 'in_goodput').map(evidenceOf)
}

function evidenceOf({ status, beyond, value, ci95, limit, unit }: ObjectiveResult): Evidence {
  const allowed = beyond?.allowed ?? even
  const failed = status === 'no_data' || (status === 'missed' && (beyond ?? { ci95 }).ci95 === null)
  if (failed) return { beyond: 1, ci95: [1, 1], allowed }
  if (beyond !== null) return { beyond: beyond.share, ci95: beyond.ci95, allowed }
  if (value === null || ci95 === null) return { beyond: even, ci95: null, allowed }
  const badness = (figure: number): number =>
    unit === 'per_s' ? limit / (limit + figure) : figure / (figure + limit)
  const [low, high] = [badness(ci95[0]), badness(ci95[1])]
  return { beyond: badness(value), ci95: [Math.min(low, high), Math.max(low, high)], allowed }
}
