import { isMapping } from '../is-mapping.ts'

/** A plan file's content, or a section of it. */
export type PlanContent = Readonly<Record<string, unknown>>

/** What stands at a path; undefined when nothing does, and null is something. */
export function valueAt(content: PlanContent, path: readonly PropertyKey[]): unknown {
  let value: unknown = content
  for (const step of path) {
    const holds = typeof value === 'object' && value !== null && Object.hasOwn(value, step)
    if (!holds) return undefined
    value = (value as Record<PropertyKey, unknown>)[step]
  }
  return value
}

/** The content with the value at the path; what is on the way there and isn't a mapping becomes one. */
export function withValue(content: PlanContent, path: readonly string[], value: unknown): PlanContent {
  const [step, ...rest] = path
  if (step === undefined) return content
  const below = valueAt(content, [step])
  const inner = rest.length === 0 ? value : withValue(isMapping(below) ? below : {}, rest, value)
  return Object.fromEntries([...Object.entries(content).filter(([key]) => key !== step), [step, inner]])
}

/** The content without what stands at the path. */
export function withoutValue(content: PlanContent, path: readonly string[]): PlanContent {
  const [step, ...rest] = path
  if (step === undefined || valueAt(content, path) === undefined) return content
  if (rest.length === 0) return Object.fromEntries(Object.entries(content).filter(([key]) => key !== step))
  return withValue(content, [step], withoutValue(content[step] as PlanContent, rest))
}
