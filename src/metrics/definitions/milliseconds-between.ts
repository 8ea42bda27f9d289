/** From one time of a record to another, in milliseconds; null when the request never got to either. */
export function millisecondsBetween(fromNs: number | null, toNs: number | null): number | null {
  return fromNs === null || toNs === null ? null : (toNs - fromNs) / 1e6
}
