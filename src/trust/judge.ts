import type { CheckStatus, Verdict } from '../metrics/summary.ts'
import { checks } from './checks.ts'
import type { Evidence } from './evidence.ts'

/** Gives the verdict on a run: INVALID when any check says so, else SUSPECT when any does, else VALID. */
export function judge(evidence: Evidence): Verdict {
  const results = checks.map(({ id, judge: find }) => ({ id, ...find(evidence) }))
  const any = (status: CheckStatus): boolean => results.some((result) => result.status === status)
  if (any('invalid')) return { status: 'INVALID', checks: results }
  return { status: any('suspect') ? 'SUSPECT' : 'VALID', checks: results }
}
