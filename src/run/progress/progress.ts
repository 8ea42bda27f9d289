import type { ProgressState } from './progress-state.ts'

/** Somewhere to see a run while it lasts. Both methods may be called at any time, and neither ever throws. */
export interface Progress {
  /** Shows this state, when it is time to: the caller need not count frames. */
  update(state: ProgressState): void
  /** Leaves the terminal as it was. Nothing is shown afterwards. */
  finish(): void
}
