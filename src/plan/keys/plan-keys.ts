import { backgroundKeys } from './background-keys.ts'
import { gateKeys } from './gate-keys.ts'
import { loadKeys } from './load-keys.ts'
import type { PlanKey } from './plan-key.ts'
import { serverKeys } from './server-keys.ts'
import { fileKeys, sweepKeys } from './sweep-keys.ts'
import { targetKeys } from './target-keys.ts'
import { measureKeys, workloadKeys } from './workload-keys.ts'

const measureAndClient = measureKeys.filter(({ path }) => !path.startsWith('output.'))
const output = measureKeys.filter(({ path }) => path.startsWith('output.'))

/**
 * Every key of the plan file, in the order in which its example and its document have them. Reading, the JSON Schema,
 * `tare plan init` and docs/plan.md are made from this.
 */
export const planKeys: readonly PlanKey[] = [
  ...fileKeys,
  ...targetKeys,
  ...serverKeys,
  ...workloadKeys,
  ...loadKeys,
  ...backgroundKeys,
  ...measureAndClient,
  ...gateKeys,
  ...sweepKeys,
  ...output,
]

const byPath: ReadonlyMap<string, PlanKey> = new Map(planKeys.map((key) => [key.path, key]))
const sectionNames: ReadonlySet<string> = new Set(planKeys.flatMap(({ path }) => prefixes(path)))

function prefixes(path: string): readonly string[] {
  const steps = path.split('.')
  return steps.slice(1).map((_, depth) => steps.slice(0, depth + 1).join('.'))
}

export function keyAt(path: string): PlanKey | undefined {
  return byPath.get(path)
}

/**
 * The key that a path is below, when that key's mapping is the user's own: `target.headers` of
 * `target.headers.x-team`.
 */
export function openKeyAbove(path: string): PlanKey | undefined {
  return prefixes(path)
    .map(keyAt)
    .find((key) => key?.kind.open === true)
}

/** Whether keys are below the path: `load`, `measure.scrape`. */
export function isSection(path: string): boolean {
  return sectionNames.has(path)
}

/** What may stand directly below a section; the root's path is empty. */
export function namesBelow(path: string): readonly string[] {
  const start = path === '' ? '' : `${path}.`
  const below = planKeys.filter((key) => key.path.startsWith(start))
  return Array.from(new Set(below.map((key) => key.path.slice(start.length).split('.')[0]!)))
}
