import { z } from '../../statistics/batch-inflation.ts'
import { moments } from '../../statistics/moments.ts'
import { normalQuantile } from '../../statistics/normal-quantile.ts'
import { studentTQuantile } from '../../statistics/student-t-quantile.ts'
import { welchOfMoments } from '../../statistics/welch-t.ts'
import type { RunQuantile } from './run-quantiles.ts'

/** A quantile that a run has. */
export interface ResolvedQuantile extends RunQuantile {
  readonly value: number
}

/** Logarithm of a ratio, and its interval at any level. */
export interface LogShift {
  readonly difference: number
  readonly interval: (alpha: number) => readonly [low: number, high: number]
}

/**
 * ln (B ÷ A) of a quantile whose values are all above 0. Runs of either side vary about their side's mean logarithm: by Welch's t where
 * both sides have two or more, by Student's with the other's variation where one side has one. Where both have one, the two
 * intervals within the runs are joined, which must be above 0: what runs differ by themselves isn't in it.
 */
export function logShift(a: readonly ResolvedQuantile[], b: readonly ResolvedQuantile[]): LogShift {
  if (a.length === 1 && b.length === 1) return withinRuns(a[0]!, b[0]!)
  const under = moments(a.map(({ value }) => Math.log(value)))
  const over = moments(b.map(({ value }) => Math.log(value)))
  if (under.n > 1 && over.n > 1) {
    const { difference, standardError, degrees } = welchOfMoments(over, under)
    return student(difference, standardError, degrees)
  }
  const many = under.n > 1 ? under : over
  return student(over.mean - under.mean, many.sd * Math.sqrt(1 / under.n + 1 / over.n), many.n - 1)
}

function student(difference: number, standardError: number, degrees: number): LogShift {
  return {
    difference,
    interval: (alpha) => {
      const half = studentTQuantile(1 - alpha / 2, degrees) * standardError
      return [difference - half, difference + half]
    },
  }
}

/**
 * The interval of a difference from those of its parts, which needn't be symmetric (MOVER; Zou & Donner, Stat. Med. 27 (2008) 1693):
 * each end is as far from the difference as the root of the sum of squares of the distances that lead there. At other levels than
 * 95 % the distances grow as a normal's.
 */
function withinRuns(a: ResolvedQuantile, b: ResolvedQuantile): LogShift {
  const difference = Math.log(b.value / a.value)
  const [under, over] = [logDistances(a), logDistances(b)]
  return {
    difference,
    interval: (alpha) => {
      const scale = normalQuantile(1 - alpha / 2) / z
      return [
        difference - scale * Math.hypot(over.below, under.above),
        difference + scale * Math.hypot(over.above, under.below),
      ]
    },
  }
}

function logDistances({ value, ci95 }: ResolvedQuantile): { readonly below: number; readonly above: number } {
  if (ci95 === null) return { below: Number.POSITIVE_INFINITY, above: Number.POSITIVE_INFINITY }
  return { below: Math.log(value / ci95[0]), above: Math.log(ci95[1] / value) }
}
