import type { Summary } from '../src/metrics/summary.ts'
import { readSummary, tare } from '../test/support/tare.ts'

/** Runs the built `tare run` and returns its summary. Throws when it fails or when requests did. */
export async function measuredRun(args: readonly string[], out: string): Promise<Summary> {
  const { status, stderr } = await tare([
    'run',
    ...args,
    '--workers',
    '1',
    '--pin',
    '--no-preflight',
    '--out',
    out,
  ])
  // 3: a verdict of INVALID, which the figure's own limits are stricter than.
  if (status !== 0 && status !== 3) throw new Error(`tare run ended with ${status}: ${stderr}`)
  const summary = readSummary(out)
  if (summary.load.failed > 0) throw new Error(`requests failed: ${JSON.stringify(summary.errors)}`)
  return summary
}
