import { isMapping } from '../is-mapping.ts'
import { keyAt, openKeyAbove } from '../keys/plan-keys.ts'
import { completeServer } from '../server-defaults.ts'
import { type ServerPlan, serverKinds } from '../server-plan.ts'
import { serverSchema } from '../server-schema.ts'
import type { FileProblem } from '../yaml-source.ts'
import { type PlanContent, valueAt } from './plan-content.ts'
import { type AuthoredPlan, authoredError } from './plan-layer.ts'

/** The server under management that a plan's content asks for; null when it has no section `server`. */
export function serverOfContent(
  content: PlanContent,
  authored: AuthoredPlan,
  targetUrl: string | null,
): ServerPlan | null {
  const given = plainSection(content.server, 'server')
  if (Object.keys(given).length === 0) return null
  const kind = serverKinds.find((each) => each === given.kind)
  if (kind === undefined) {
    const message = `has no kind: give one of ${serverKinds.join(', ')}`
    throw authoredError(authored, { path: ['server'], part: 'key', message })
  }
  const foreign = foreignKey(given, 'server', kind)
  if (foreign !== undefined) throw authoredError(authored, foreign)
  const missing = missingKey(given, kind)
  if (missing !== undefined)
    throw authoredError(authored, { path: ['server'], part: 'key', message: missing })
  const outcome = serverSchema.safeParse(completeServer(kind, given, targetUrl))
  if (outcome.success) return outcome.data
  const { path, message } = outcome.error.issues[0]!
  throw authoredError(authored, { path: ['server', ...path], part: 'value', message })
}

/** A section with its values as plan.yaml has them, and without what is null. */
function plainSection(given: unknown, path: string): PlanContent {
  if (!isMapping(given)) return {}
  const entries = Object.entries(given).flatMap(([name, value]): [string, unknown][] => {
    const at = `${path}.${name}`
    if (value === null) return []
    const key = keyAt(at)
    if (key !== undefined) return [[name, key.kind.plain(value)]]
    const section = plainSection(value, at)
    return Object.keys(section).length === 0 ? [] : [[name, section]]
  })
  return Object.fromEntries(entries)
}

function foreignKey(given: PlanContent, path: string, kind: ServerPlan['kind']): FileProblem | undefined {
  for (const [name, value] of Object.entries(given)) {
    const at = `${path}.${name}`
    const key = keyAt(at) ?? openKeyAbove(at)
    if (key === undefined) {
      const below = isMapping(value) ? foreignKey(value, at, kind) : undefined
      if (below !== undefined) return below
    } else if (key.servers !== null && !key.servers.includes(kind)) {
      const message = `a server of kind ${kind} has no such key; ${key.servers.join(' and ')} have`
      return { path: at.split('.'), part: 'key', message }
    }
  }
  return undefined
}

function missingKey(given: PlanContent, kind: ServerPlan['kind']): string | undefined {
  if (kind === 'command' && given.command === undefined) return 'has no command: give what starts the server'
  const lora = valueAt(given, ['lora'])
  if (lora !== undefined && Object.keys(lora as object).length < 2)
    return 'has a lora without name or path: give both'
  const storm = valueAt(given, ['scale_storm'])
  if (storm !== undefined && Object.keys(storm as object).length < 2)
    return 'has a scale_storm without workers or every: give both'
  return undefined
}
