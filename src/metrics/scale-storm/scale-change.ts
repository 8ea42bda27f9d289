/**
 * One change of a model's workers that was asked for while the model was measured. Times are ns since the run's epoch.
 * `settled`: the server said that just so many are ready; `failed`: it refused, didn't do it, or gave no answer; `unfinished`: the run was
 * over first.
 */
export interface ScaleChange {
  /** Asked for. */
  readonly workers: number
  /** As read back before; null after a change that failed. */
  readonly fromWorkers: number | null
  readonly outcome: 'settled' | 'failed' | 'unfinished'
  /** By the plan's schedule. */
  readonly dueNs: number
  readonly askedNs: number
  /** When the server had answered the request; null when it didn't. */
  readonly answeredNs: number | null
  /** When it was settled or known to have failed, or the run was over. */
  readonly endedNs: number
  /** Read back as ready; null unless settled. */
  readonly readWorkers: number | null
  readonly error: string | null
}
