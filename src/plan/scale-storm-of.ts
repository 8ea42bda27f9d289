import type { Plan } from './plan.ts'
import type { ScaleStorm } from './server-plan.ts'

/** The scale storm of a plan's server; null without one. */
export function scaleStormOf({ server }: Pick<Plan, 'server'>): ScaleStorm | null {
  return server?.kind === 'torchserve' ? server.scaleStorm : null
}
