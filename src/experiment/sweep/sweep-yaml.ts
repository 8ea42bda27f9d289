import { stringify } from 'yaml'
import { type PlanContent, valueAt, withoutValue, withValue } from '../../plan/authored/plan-content.ts'
import type { AuthoredPlan } from '../../plan/authored/plan-layer.ts'
import { storableHeaderValue } from '../../plan/headers.ts'

/**
 * The text of sweep.yaml: the plan with its includes and flags in it, and the seed that was drawn, so that the same runs come of it.
 * A secret that isn't a reference is left out, as in every file.
 */
export function sweepYaml({ content }: AuthoredPlan, seed: number): string {
  const heading = '# The plan of a sweep. To go on with it: tare sweep --resume FOLDER\n'
  const seeded = withValue(withoutFolder(content), ['load', 'seed'], seed)
  const headers = valueAt(seeded, ['target', 'headers'])
  const storable =
    typeof headers === 'object' && headers !== null
      ? withValue(seeded, ['target', 'headers'], storableHeaders(headers as Record<string, unknown>))
      : seeded
  return heading + stringify(storable, { lineWidth: 0, aliasDuplicateObjects: false })
}

/** Includes have been laid into it, and its folder is the one that it is in. */
function withoutFolder(content: PlanContent): PlanContent {
  return withoutValue(withoutValue(content, ['include']), ['output', 'dir'])
}

function storableHeaders(headers: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      storableHeaderValue(name.toLowerCase(), String(value)),
    ]),
  )
}
