/** Error bounds of a record, in nanoseconds, added up to milliseconds; null when one of them isn't known. */
export function errorMs(...boundsNs: readonly (number | null)[]): number | null {
  let sumNs = 0
  for (const boundNs of boundsNs) {
    if (boundNs === null) return null
    sumNs += boundNs
  }
  return sumNs / 1e6
}
