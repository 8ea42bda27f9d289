import { planKeys } from '../keys/plan-keys.ts'
import type { RunFlags } from '../run-flags.ts'
import { type PlanContent, valueAt } from './plan-content.ts'

/**
 * What a plan's content says that flags can say too, as flags. Its values must be those that `contentProblems` lets
 * pass.
 */
export function flagsOfContent(content: PlanContent): RunFlags {
  const flags = planKeys.flatMap(({ path, field, kind }): [string, unknown][] => {
    const value = valueAt(content, path.split('.')) ?? null
    return field === null || value === null ? [] : [[field, kind.read(value)]]
  })
  return Object.fromEntries(flags)
}
