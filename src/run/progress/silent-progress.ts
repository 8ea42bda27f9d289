import type { Progress } from './progress.ts'

/** Shows nothing. */
export const silentProgress: Progress = { update: () => {}, finish: () => {} }
