import type { Objective } from '../../plan/objective.ts'
import type { BeyondLimit, Ci95, ObjectiveStatus } from '../summary.ts'
import { meets } from './per-request-latency.ts'

type Asked = Pick<Objective, 'comparison' | 'limit'>

/** What an interval says of a limit: `met` or `missed` when all of it is on one side. */
export function decide(ci95: Ci95, asked: Asked): ObjectiveStatus {
  if (ci95 === null) return 'undecided'
  const met = ci95.filter((end) => meets(end, asked)).length
  return met === 2 ? 'met' : met === 0 ? 'missed' : 'undecided'
}

/**
 * What the share beyond a limit says. Where none may be beyond it there is nothing to infer, for no sample shows that none ever
 * will: then it is asked of the run's own requests, and `beyondOf` has given the share itself for its interval.
 */
export function decideBeyond({ ci95, allowed }: BeyondLimit, strict: boolean): ObjectiveStatus {
  return decide(ci95, { comparison: strict && allowed > 0 ? '<' : '<=', limit: allowed })
}

export function beyondOf(share: number, ci95: Ci95, allowed: number): BeyondLimit {
  return { share, ci95: allowed === 0 ? [share, share] : ci95, allowed }
}

/** 1 − share, without the last digits that subtracting adds to 1 − 0.99. */
export function complement(share: number): number {
  return Number((1 - share).toPrecision(12))
}
