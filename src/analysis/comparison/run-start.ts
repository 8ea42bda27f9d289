import type { Summary } from '../../metrics/summary.ts'

/** When a run was started, in ms since 1970. */
export function runStartMs({ started_at }: Summary): number {
  return Date.parse(started_at)
}
