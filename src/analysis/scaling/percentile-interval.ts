/**
 * The middle 95 % of bootstrap replicates, ends rounded outward to replicates that there are; so infinite ones, of laws without a
 * peak, are an end like any other. Null without replicates.
 */
export function percentileInterval(values: readonly number[]): readonly [low: number, high: number] | null {
  if (values.length === 0) return null
  const sorted = Float64Array.from(values).sort()
  const last = sorted.length - 1
  return [sorted[Math.floor(last * 0.025)]!, sorted[Math.ceil(last * 0.975)]!]
}
