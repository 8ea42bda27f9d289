import type { LoadPlan } from '../load/load-plan.ts'
import type { GatePlan } from './gate.ts'
import type { ScrapePlan, ServerPlan } from './server-plan.ts'

/** Names of the APIs that Tare speaks; `api/registry.ts` has one entry for each. */
export const apiNames = [
  'openai-chat',
  'openai-completions',
  'torchserve',
  'torchserve-workflow',
  'kserve-v2',
] as const
export type ApiName = (typeof apiNames)[number]

/** The APIs whose replies come in one piece and have no tokens. */
export const unaryApis: readonly ApiName[] = ['torchserve', 'torchserve-workflow', 'kserve-v2']

export interface TargetPlan {
  /** Base URL: `http://host:8000`, `https://…`, `unix:/path/to.sock`; null measures the embedded simulator. */
  readonly url: string | null
  readonly api: ApiName
  /** Null: the first model that the server lists. */
  readonly model: string | null
  readonly stream: boolean
  /**
   * Sent with every request, names in lower case, `${env:NAME}` in a value not yet expanded (`resolveHeaders` does it).
   * Values of secret headers never reach a file (plan.yaml names the variable).
   */
  readonly headers: Readonly<Record<string, string>>
  /** Environment variable that holds the API key; sent as `authorization: Bearer …`. */
  readonly apiKeyEnv: string | null
  readonly insecure: boolean
  /** PEM file of the certificate authority to trust. */
  readonly caFile: string | null
  readonly extraBody: Readonly<Record<string, unknown>> | null
  /** Preset of the simulator that stands in when `url` is null. */
  readonly simulatorPreset: string
}

export interface WorkloadPlan {
  readonly seed: number
  /** Length distribution of synthetic prompts, in tokens: `512`, `uniform(256,1024)`, …; null with a file of prompts. */
  readonly inputTokens: string | null
  /** Length distribution of replies, in tokens; null leaves it to the prompts' file, or else to the server. */
  readonly outputTokens: string | null
  /** JSONL file of prompts or messages, instead of synthetic ones. */
  readonly promptsFile: string | null
  readonly ignoreEos: boolean
  /**
   * File of a request's body, sent as it is, a .jsonl of bodies, or a folder of files that are dealt round; null has the API
   * make bodies. Only for APIs of `unaryApis`.
   */
  readonly body: string | null
  /** Media type of bodies; null: the API's, or what the body's file name says. */
  readonly contentType: string | null
  /** Shapes of tensors that are made up, by their names; null takes them from the model, with 1 where it leaves one open. */
  readonly shapes: Readonly<Record<string, readonly number[]>> | null
  /** Whether every request has the content of the first, so that a cache of the server's shows. */
  readonly samePayload: boolean
}

export interface MeasurePlan {
  readonly timeoutNs: number
  /** Longest wait for requests in flight after the last send; what is unfinished then is censored. */
  readonly drainNs: number
}

export const transports = ['kernel', 'portable'] as const

export interface ClientPlan {
  readonly workers: number
  readonly transport: (typeof transports)[number]
  /** Pin worker k to the k-th core from the end of those the process may use. */
  readonly pin: boolean
  /** Whether to send one request before the run and check that the target answers as the plan expects. */
  readonly preflight: boolean
}

export const outputFormats = ['table', 'json'] as const

export interface OutputPlan {
  /** The run folder itself; it must not exist. */
  readonly dir: string
  readonly format: (typeof outputFormats)[number]
  readonly label: string | null
}

/** A second load, which isn't measured: it begins before the measured one and runs until that has ended. */
export interface BackgroundPlan {
  /** Without a URL it is the embedded simulator that is measured. */
  readonly target: TargetPlan
  readonly workload: WorkloadPlan
  /** One stage without an end and without a ramp. */
  readonly load: LoadPlan
  /** Processes of its own. */
  readonly workers: number
}

/** Everything a run needs to know, with every default filled in. plan.yaml is this, and re-runs it exactly. */
export interface Plan {
  readonly version: 1
  readonly target: TargetPlan
  /** The server under management; null leaves it alone. */
  readonly server: ServerPlan | null
  readonly load: LoadPlan
  readonly workload: WorkloadPlan
  readonly background: BackgroundPlan | null
  readonly measure: MeasurePlan
  /** Whence the server's own figures are fetched during the run; null fetches none. `measure.scrape` in files. */
  readonly scrape: ScrapePlan | null
  readonly client: ClientPlan
  /** As they were given; `parseObjective` reads one. */
  readonly objectives: readonly string[]
  /** What `tare gate` holds the run to; null leaves it to the command line. */
  readonly gate: GatePlan | null
  readonly output: OutputPlan
}
