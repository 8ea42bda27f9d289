import type { ArrivalKind } from '../../load/load-plan.ts'
import type { InconclusivePolicy, MissingBaselinePolicy } from '../gate.ts'
import type { AxisValue } from '../matrix/axis-values.ts'
import type { ApiName, OutputPlan } from '../plan.ts'
import type { PresetName } from '../presets.ts'
import type { restartScopes, ServerPlan } from '../server-plan.ts'

/** `10`, `10..100`. */
type NumberOrRamp = number | string
/** `30s`, `500ms`. */
type Duration = string
type Assignments = readonly Readonly<Record<string, AxisValue>>[]

/** A stage of load: what `--stage` takes, or the same by keys. */
export type StageContent =
  | string
  | {
      readonly duration: Duration
      readonly rate?: NumberOrRamp
      readonly concurrency?: NumberOrRamp
      readonly arrival?: ArrivalKind
      readonly burstiness?: number
      readonly query_size?: number
      readonly think_time?: Duration
    }

/**
 * A plan file as a typed object: its keys, in its own words. What each means, and what holds without it, is in
 * docs/plan.md; `null` is the same as nothing.
 */
export interface PlanFileContent {
  readonly preset?: PresetName
  readonly target?: {
    readonly url?: string | null
    readonly api?: ApiName
    readonly model?: string | null
    readonly stream?: boolean
    readonly headers?: Readonly<Record<string, string>>
    readonly api_key_env?: string | null
    readonly insecure?: boolean
    readonly ca_file?: string | null
    readonly extra_body?: Readonly<Record<string, unknown>> | null
    readonly simulator_preset?: string
  }
  readonly server?: {
    readonly kind?: ServerPlan['kind']
    readonly command?: string | readonly string[]
    readonly environment?: Readonly<Record<string, string>>
    readonly directory?: string | null
    readonly restart?: (typeof restartScopes)[number]
    readonly stop_timeout?: Duration
    readonly management_url?: string
    readonly token_env?: string | null
    readonly model_url?: string | null
    readonly workflow?: boolean
    readonly batch_size?: number
    readonly max_batch_delay_ms?: number
    readonly max_batch_delay_us?: number
    readonly min_workers?: number
    readonly max_workers?: number
    readonly response_timeout_s?: number
    readonly instances?: number
    readonly config?: Readonly<Record<string, unknown>>
    readonly lora?: { readonly name: string; readonly path: string }
    readonly reset_cache?: boolean
    readonly profile?: boolean
    readonly ready?: {
      readonly health_path?: string | null
      readonly model?: boolean
      readonly timeout?: Duration
    }
  }
  readonly workload?: {
    readonly input_tokens?: number | string
    readonly output_tokens?: number | string
    readonly ignore_eos?: boolean
    readonly prompts_file?: string | null
    readonly body?: string | null
    readonly content_type?: string | null
    readonly shapes?: Readonly<Record<string, readonly number[]>>
    readonly same_payload?: boolean
    readonly seed?: number
  }
  readonly load?: {
    readonly rate?: NumberOrRamp
    readonly arrival?: ArrivalKind
    readonly burstiness?: number
    readonly concurrency?: NumberOrRamp
    readonly query_size?: number
    readonly think_time?: Duration
    readonly stages?: readonly StageContent[]
    readonly duration?: Duration
    readonly requests?: number
    readonly warmup?: Duration
    readonly max_concurrency?: number
    readonly seed?: number
  }
  readonly background?: {
    readonly target?: Omit<NonNullable<PlanFileContent['target']>, 'simulator_preset'>
    readonly workload?: Omit<NonNullable<PlanFileContent['workload']>, 'seed'>
    readonly load?: {
      readonly rate?: number
      readonly concurrency?: number
      readonly arrival?: ArrivalKind
      readonly burstiness?: number
      readonly think_time?: Duration
      readonly max_concurrency?: number
      readonly seed?: number
    }
    readonly workers?: number
  } | null
  readonly measure?: {
    readonly timeout?: Duration
    readonly drain?: Duration
    readonly scrape?: { readonly url: string; readonly interval?: Duration } | null
  }
  readonly client?: {
    readonly workers?: number
    readonly transport?: 'kernel' | 'portable'
    readonly pin?: boolean
    readonly preflight?: boolean
  }
  readonly objectives?: readonly string[]
  readonly gate?: {
    readonly baseline?: string | null
    readonly max_regression?: readonly string[]
    readonly inconclusive?: InconclusivePolicy
    readonly missing_baseline?: MissingBaselinePolicy
  }
  readonly matrix?: {
    /** By path or label: a list, a range, or one value. */
    readonly axes?: Readonly<Record<string, AxisValue | readonly AxisValue[]>>
    readonly include?: Assignments
    readonly exclude?: Assignments
    readonly order?: 'blocked' | 'fixed'
  }
  readonly repeat?: number
  readonly budget?: Duration
  readonly output?: {
    readonly dir?: string
    readonly label?: string | null
    readonly format?: OutputPlan['format']
  }
}
