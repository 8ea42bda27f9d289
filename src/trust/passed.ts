import type { Finding } from './check.ts'

/** The finding of a check that has nothing to say against the run. */
export function passed(
  statistic: number | null,
  threshold: number | null,
  n: number | null,
  message: string,
): Finding {
  return { status: 'ok', statistic, threshold, n, affects: [], message, remedy: null }
}
