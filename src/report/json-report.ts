import type { Summary } from '../metrics/summary.ts'

/** The bytes of summary.json, and what `--format json` prints. */
export function renderJsonReport(summary: Summary): string {
  return `${JSON.stringify(summary, null, 2)}\n`
}
