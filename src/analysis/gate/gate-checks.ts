import type { CheckResult, CheckStatus } from '../../metrics/summary.ts'
import type { ComparedRun } from '../comparison/compared-run.ts'
import type { GateCheck } from './gate-report.ts'

const byWeight: readonly CheckStatus[] = ['invalid', 'suspect', 'ok', 'not_applicable']

/** Each check of trust over all runs, in the order of the first run that has it: what the worst of them says. */
export function gateChecks(runs: readonly ComparedRun[]): readonly GateCheck[] {
  const worst = new Map<string, { readonly check: CheckResult; readonly path: string }>()
  for (const { path, summary } of runs) {
    for (const check of summary.verdict.checks) {
      const other = worst.get(check.id)
      if (other === undefined || weight(check) < weight(other.check)) worst.set(check.id, { check, path })
    }
  }
  return Array.from(worst.values(), ({ check: { id, status, message, remedy }, path }) => {
    const of = runs.length > 1 && (status === 'invalid' || status === 'suspect') ? `${path}: ` : ''
    return { id, status, message: `${of}${message}`, remedy }
  })
}

function weight({ status }: CheckResult): number {
  return byWeight.indexOf(status)
}
