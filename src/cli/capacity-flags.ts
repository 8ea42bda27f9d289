import type { RunFlags } from '../plan/run-flags.ts'

/** Flags of `tare capacity` besides those of a run. */
export interface CapacityFlags extends RunFlags {
  readonly set?: readonly string[]
  readonly from?: string
  readonly to?: string
  readonly budget?: string
  readonly width?: string
  readonly shortest?: string
  readonly closed?: boolean
  readonly resume?: string
  readonly targetRate?: string
  readonly headroom?: string
  readonly spare?: string
  readonly price?: string
}
