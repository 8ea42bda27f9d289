import type { RunFlags } from '../run-flags.ts'
import type { ServerPlan } from '../server-plan.ts'

/** A JSON Schema, as far as this plan's has any. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** What a flag of `tare run` may hold. */
export type FlagValue = string | boolean | readonly string[]

/** What may stand at a key. */
export interface KeyKind {
  /** In the words of a table: `a duration`. */
  readonly words: string
  readonly schema: JsonSchema
  /** The value as a flag has it. Throws TareError, whose message says what is wrong with it and doesn't name the key. */
  readonly read: (given: unknown) => FlagValue
  /** A value that `read` takes, as plan.yaml has it. */
  readonly plain: (given: unknown) => unknown
  /** Whether one text, number or truth value can be all of it; only then can it be an axis. */
  readonly scalar: boolean
  /** Whether it is a mapping whose keys are the user's: any path below it is a path of the plan too. */
  readonly open: boolean
}

/** A key of the plan file. What the file, its schema, its example and its document say about it comes from here. */
export interface PlanKey {
  /** `load.rate`. */
  readonly path: string
  /** The flag of `tare run` that says the same. */
  readonly flag: string | null
  readonly field: keyof RunFlags | null
  /** The kinds of servers that have the key; null: every one, or it isn't about the server. */
  readonly servers: readonly ServerPlan['kind'][] | null
  readonly kind: KeyKind
  /** What holds when it isn't given, in words. */
  readonly default: string
  /** One sentence. */
  readonly description: string
  /** As it may stand in a file. */
  readonly example: unknown
}

/** A row of the table, with the columns that are there at all. */
export interface KeyRow {
  readonly path: string
  readonly flag?: string
  /** When it isn't the flag's name in camel case. */
  readonly field?: keyof RunFlags
  readonly servers?: readonly ServerPlan['kind'][]
  readonly kind: KeyKind
  readonly default: string
  readonly description: string
  readonly example: unknown
}

export function planKey(row: KeyRow): PlanKey {
  const { flag = null } = row
  const field = row.field ?? (flag === null ? null : (camelCase(flag) as keyof RunFlags))
  return { ...row, flag, field, servers: row.servers ?? null }
}

/** `--input-tokens` to `inputTokens`. */
function camelCase(flag: string): string {
  return flag.replace(/^--/, '').replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())
}
