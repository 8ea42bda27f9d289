import { z } from 'zod'

/** Where an archive is registered from, without the secrets that a URL may hold. */
export interface LeftArchive {
  /** Without credentials, query and fragment. */
  readonly url: string
  readonly is_whole: boolean
  /** A hash of the whole, to know it again by. */
  readonly key: string
}

/** A version of a model on TorchServe, as it was found. */
export interface LeftVersion {
  readonly version: string
  /** Null of what can't be registered again. */
  readonly archive: LeftArchive | null
  readonly batch_size: number
  readonly max_batch_delay_ms: number
  readonly min_workers: number
  readonly max_workers: number
  readonly response_timeout_s: number | null
  readonly startup_timeout_s: number | null
  readonly runtime: string | null
  /** How many were running. */
  readonly workers: number
}

/** How a management API is reached again. */
export interface ManagementAccess {
  readonly management_url: string
  /** The name of the variable, not the key. */
  readonly token_env: string | null
  readonly timeout_ms: number
}

export interface LeftTorchServeModel extends ManagementAccess {
  readonly kind: 'torchserve-model'
  readonly model: string
  /** Null when the model wasn't registered. */
  readonly default_version: string | null
  /** As found; only those in `changed` were touched. */
  readonly versions: readonly LeftVersion[]
  readonly changed: readonly string[]
  /** Keys of the archives that were registered beside them. */
  readonly registered: readonly string[]
}

export interface LeftTorchServeWorkflow extends ManagementAccess {
  readonly kind: 'torchserve-workflow'
  readonly workflow: string
  /** It wasn't registered before: from this. */
  readonly registered: string
}

export interface LeftKserveV2Model {
  readonly kind: 'kserve-v2'
  readonly url: string
  readonly timeout_ms: number
  readonly model: string
  readonly is_loaded: boolean
  /** As found, secrets left out; null when it wasn't loaded, and where the server tells none. */
  readonly config: Readonly<Record<string, unknown>> | null
}

export interface LeftEngine {
  readonly kind: 'openai'
  readonly url: string
  /** The adapter that was loaded. */
  readonly lora: string | null
  readonly profiling: boolean
}

/** A server that was started, and all its children. */
export interface LeftCommand {
  readonly kind: 'command'
  readonly url: string
  readonly program: string
  readonly process_group: number
  readonly started_ticks: string | null
}

/** What has to be put back on a server, by the adapter that has changed it. */
export type LeftServer =
  | LeftTorchServeModel
  | LeftTorchServeWorkflow
  | LeftKserveV2Model
  | LeftEngine
  | LeftCommand

const text = z.string()
const optionalText = text.nullable()
const amount = z.number().nonnegative()
const count = z.int().nonnegative()

const access = { management_url: text, token_env: optionalText, timeout_ms: z.number().positive() }

const version: z.ZodType<LeftVersion> = z.strictObject({
  version: text,
  archive: z.strictObject({ url: text, is_whole: z.boolean(), key: text }).nullable(),
  batch_size: count,
  max_batch_delay_ms: amount,
  min_workers: count,
  max_workers: count,
  response_timeout_s: amount.nullable(),
  startup_timeout_s: amount.nullable(),
  runtime: optionalText,
  workers: count,
})

/** As a file has it. */
export const leftServerSchema: z.ZodType<LeftServer> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('torchserve-model'),
    ...access,
    model: text,
    default_version: optionalText,
    versions: z.array(version),
    changed: z.array(text),
    registered: z.array(text),
  }),
  z.strictObject({ kind: z.literal('torchserve-workflow'), ...access, workflow: text, registered: text }),
  z.strictObject({
    kind: z.literal('kserve-v2'),
    url: text,
    timeout_ms: access.timeout_ms,
    model: text,
    is_loaded: z.boolean(),
    config: z.record(text, z.unknown()).nullable(),
  }),
  z.strictObject({ kind: z.literal('openai'), url: text, lora: optionalText, profiling: z.boolean() }),
  z.strictObject({
    kind: z.literal('command'),
    url: text,
    program: text,
    process_group: z.int().min(2),
    started_ticks: optionalText,
  }),
])
