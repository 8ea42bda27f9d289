/** A 95 % interval, or why there is none. */
export type Interval =
  | { readonly state: 'resolved'; readonly low: number; readonly high: number; readonly vif: number }
  /** `vif` is null with too few observations to say; `missing` is about how many more would do. */
  | { readonly state: 'refused'; readonly vif: number | null; readonly missing: number }

/** Below so many values nobody can tell dependent ones from independent ones. */
export const fewestValues = 60

/** As many values as `needed`, of which there are n. */
export function refused(n: number, needed: number, vif: number | null): Interval {
  return { state: 'refused', vif, missing: Math.max(1, Math.ceil(needed - n)) }
}
