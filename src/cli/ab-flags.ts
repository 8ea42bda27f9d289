import type { RunFlags } from '../plan/run-flags.ts'

/** Flags of `tare ab` besides those of a run. */
export interface AbFlags extends RunFlags {
  readonly set?: readonly string[]
  readonly aSet?: readonly string[]
  readonly bSet?: readonly string[]
  readonly metric?: readonly string[]
  readonly effect?: string
  readonly blocks?: string
  readonly keepFirst?: boolean
  readonly budget?: string
  readonly aa?: boolean
  readonly force?: boolean
  readonly resume?: string
}
