import type { WorkerSeries } from '../evidence.ts'

const secondNs = 1e9

/**
 * The most by which a cumulative count grew in any second, summed over the workers and taken as linear between their
 * reports; of series shorter than a second, over all they have. Null when there is nothing to go by.
 *
 * The growth over a sliding second is piecewise linear, so its maximum is where the second begins or ends at a report.
 */
export function busiestSecond(
  workers: readonly WorkerSeries[],
  count: (series: WorkerSeries) => Float64Array,
): number | null {
  const curves = workers.flatMap((series) => {
    const counts = count(series)
    const usable = counts.length > 0 && counts.every(Number.isFinite) && series.atNs.every(Number.isFinite)
    return usable ? [{ atNs: series.atNs, counts }] : []
  })
  // One worker that says nothing makes the sum too small to go by.
  if (curves.length === 0 || curves.length < workers.length) return null
  const reportsNs = Float64Array.from(curves.flatMap(({ atNs }) => [...atNs])).sort()
  const lastNs = reportsNs.at(-1)!
  const beginsNs = [...reportsNs, ...reportsNs.map((atNs) => atNs - secondNs)].sort((a, b) => a - b)
  const from = totals(curves, beginsNs)
  const to = totals(
    curves,
    beginsNs.map((atNs) => atNs + secondNs),
  )
  let most = 0
  for (let i = 0; i < beginsNs.length; i++) most = Math.max(most, to[i]! - from[i]!)
  return lastNs < secondNs && lastNs > 0 ? (most * secondNs) / lastNs : most
}

interface Curve {
  readonly atNs: Float64Array
  readonly counts: Float64Array
}

/** The curves' sum at each of these times, which must ascend. Before a curve is 0, at the epoch; after it, its end. */
function totals(curves: readonly Curve[], timesNs: readonly number[]): Float64Array {
  const sums = new Float64Array(timesNs.length)
  for (const { atNs, counts } of curves) {
    let next = 0
    for (let i = 0; i < timesNs.length; i++) {
      const timeNs = timesNs[i]!
      while (next < atNs.length && atNs[next]! <= timeNs) next++
      const fromNs = next === 0 ? 0 : atNs[next - 1]!
      const from = next === 0 ? 0 : counts[next - 1]!
      if (next === atNs.length) sums[i]! += from
      else if (timeNs > fromNs)
        sums[i]! += from + ((counts[next]! - from) * (timeNs - fromNs)) / (atNs[next]! - fromNs)
      else sums[i]! += from
    }
  }
  return sums
}
