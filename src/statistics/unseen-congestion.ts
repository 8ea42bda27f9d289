/** Of exponential values, as the waits of a queue are. */
const skewnessOfWaits = 2
/** By how much a run as short as may be is raised. */
const largestRise = 5

/**
 * How far a dependent run must be suspected to have missed the congestion that there is, 0 to 1: its values' skewness over that of
 * a queue's waits, times the cube of how near the run is to being refused as too short (1).
 *
 * Dependence of Gaussian kind is seen as well as it is missed. A queue's isn't: its dependence is that of its rare long
 * busy periods, which reach upward only, and a short run that prints a number is often one that had none, and so takes both the
 * figure and its variance for smaller than they are. Skewed values tell the one from the other. That skewness is
 * what to correct by: Tafazzoli, Steiger & Wilson 2011, N-Skart; shape and size by simulation, docs/intervals.md.
 */
export function unseenCongestion(skewness: number, nearness: number): number {
  return Math.min(1, Math.max(0, skewness / skewnessOfWaits)) * Math.min(1, nearness) ** 3
}

/** What is added to the factor by which a variance is raised. */
export function congestionRise(unseen: number): number {
  return largestRise * unseen
}
