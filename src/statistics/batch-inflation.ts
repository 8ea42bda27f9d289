import { normalQuantile } from './normal-quantile.ts'
import { studentTQuantile } from './student-t-quantile.ts'

const numbersOfBatches = [10, 20] as const
/** What an interval takes for the normal's 97.5 % quantile. */
export const z: number = normalQuantile(0.975)

/** By how much the square of t's quantile exceeds the normal's, for each number of batches. */
const studentRatio = numbersOfBatches.map((batches) => (studentTQuantile(0.975, batches - 1) / z) ** 2)

/**
 * By how much a sum varies more than if its terms were independent: the largest that batch means show, and at least 1.
 * Each sequence is the terms less their mean, in order, summed up differently (by request, by slice of time);
 * `independentVariance` is the sum's variance if they were independent.
 *
 * Cut into B batches with sums D_b, the sequence's variance is estimated as B / (B − 1) · Σ D_b². Short batches miss
 * dependence that is longer than they are, few batches are uncertain: it is taken from 10 and from 20, and the larger
 * counts. When the sequence is known to be dependent the uncertainty is allowed for as Student did, with B − 1 degrees of
 * freedom; where no dependence shows the maximum alone is allowance enough (docs/intervals.md has the simulation).
 */
export function batchInflation(
  sequences: readonly Float64Array[],
  independentVariance: number,
  dependent: boolean,
): number {
  let largest = 1
  if (independentVariance <= 0) return largest
  for (const sequence of sequences) {
    numbersOfBatches.forEach((batches, at) => {
      const ratio = batchedVariance(sequence, batches) / independentVariance
      largest = Math.max(largest, dependent ? ratio * studentRatio[at]! : ratio)
    })
  }
  return largest
}

/** The variance of the sum of a sequence of terms less their mean, from the sums of so many batches. */
function batchedVariance(deviations: Float64Array, batches: number): number {
  const n = deviations.length
  let squares = 0
  for (let batch = 0, i = 0; batch < batches; batch++) {
    const end = Math.floor(((batch + 1) * n) / batches)
    let sum = 0
    for (; i < end; i++) sum += deviations[i]!
    squares += sum * sum
  }
  return (batches / (batches - 1)) * squares
}
