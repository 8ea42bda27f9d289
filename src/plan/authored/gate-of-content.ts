import { checkGate } from '../check-gate.ts'
import { type GatePlan, inconclusivePolicies, missingBaselinePolicies } from '../gate.ts'
import { isMapping } from '../is-mapping.ts'
import type { PlanContent } from './plan-content.ts'

/** The section `gate` of a plan's content; null without one. Its values must be those that `contentProblems` lets pass. */
export function gateOfContent({ gate: given }: PlanContent): GatePlan | null {
  const section = isMapping(given) ? given : {}
  if (Object.values(section).every((each) => each === null)) return null
  const { baseline, max_regression: gates } = section
  const texts: readonly unknown[] = Array.isArray(gates) ? gates : [gates]
  return {
    baseline: typeof baseline === 'string' || typeof baseline === 'number' ? String(baseline).trim() : null,
    maxRegression: texts.flatMap((text) => (typeof text === 'string' ? [checkGate(text)] : [])),
    inconclusive: inconclusivePolicies.find((policy) => policy === trimmed(section.inconclusive)) ?? null,
    missingBaseline:
      missingBaselinePolicies.find((policy) => policy === trimmed(section.missing_baseline)) ?? 'fail',
  }
}

function trimmed(given: unknown): unknown {
  return typeof given === 'string' ? given.trim() : given
}
