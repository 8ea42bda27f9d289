import type { LoadPlan } from './load-plan.ts'

/** How many requests a plan's queries are of; 1 where each request is alone. The closed stages of a plan have one size. */
export function querySizeOf({ stages }: Pick<LoadPlan, 'stages'>): number {
  return Math.max(1, ...stages.map((stage) => (stage.kind === 'closed' ? stage.querySize : 1)))
}
