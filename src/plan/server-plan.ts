/** When a server counts as ready: all that are asked for must answer. */
export interface ReadyPlan {
  /** Path that must answer 200, below the target's base URL; null doesn't ask. */
  readonly healthPath: string | null
  /** Whether the model must be listed, or described as ready. */
  readonly model: boolean
  /** Longest wait for all of it. */
  readonly timeoutNs: number
}

/** A server that runs already, and is left as it is. */
export interface ExistingServer {
  readonly kind: 'existing'
  readonly ready: ReadyPlan
}

export const restartScopes = ['cell', 'block', 'never'] as const

/** A server that Tare starts, and stops with all its children. */
export interface CommandServer {
  readonly kind: 'command'
  /** Program and arguments, no shell: `{{server.batch_size}}` and the like have been filled in. */
  readonly command: readonly string[]
  /** Over the environment of Tare itself. */
  readonly environment: Readonly<Record<string, string>>
  readonly directory: string | null
  readonly restart: (typeof restartScopes)[number]
  /** From the polite signal until the other one. */
  readonly stopTimeoutNs: number
  readonly ready: ReadyPlan
}

/** Workers of a model that are changed again and again while it is measured. */
export interface ScaleStorm {
  /** Numbers of workers, two at least, asked for in turn; the first is what the run begins with. */
  readonly workers: readonly number[]
  /** From one change to the next; the first comes so long after the warm-up. */
  readonly everyNs: number
}

/** A model on a running TorchServe, set by its management API. */
export interface TorchServeServer {
  readonly kind: 'torchserve'
  /** `http://127.0.0.1:8081`. */
  readonly managementUrl: string
  /** Environment variable with the management key; null sends none. */
  readonly tokenEnv: string | null
  /** What to register (a .mar or .war: file in the model store, or URL); null uses a model that is registered. */
  readonly modelUrl: string | null
  readonly workflow: boolean
  readonly batchSize: number
  readonly maxBatchDelayMs: number
  readonly minWorkers: number
  readonly maxWorkers: number
  readonly scaleStorm: ScaleStorm | null
  readonly responseTimeoutS: number
  readonly ready: ReadyPlan
}

/** A model in the repository of a KServe V2 server (Triton with --model-control-mode explicit). */
export interface KserveV2Server {
  readonly kind: 'kserve-v2'
  /** Base URL of /v2; null: the target's. */
  readonly managementUrl: string | null
  /** Merged over the model's configuration as the server has it, and loaded; null only loads. */
  readonly config: Readonly<Record<string, unknown>> | null
  readonly batchSize: number | null
  readonly maxBatchDelayUs: number | null
  readonly instances: number | null
  readonly ready: ReadyPlan
}

/** An engine with OpenAI's API, as far as it can be changed while it runs. */
export interface OpenAiServer {
  readonly kind: 'openai'
  /** LoRA adapter to load and unload (vLLM): name, and path on the server. */
  readonly lora: { readonly name: string; readonly path: string } | null
  /** Reset the prefix cache before each cell, where the engine has it. */
  readonly resetCache: boolean
  /** Start and stop the engine's profiler around the run, where it has one. */
  readonly profile: boolean
  readonly ready: ReadyPlan
}

export const serverKinds = ['existing', 'command', 'torchserve', 'kserve-v2', 'openai'] as const

export type ServerPlan = ExistingServer | CommandServer | TorchServeServer | KserveV2Server | OpenAiServer

/** Where the server tells its own figures. */
export interface ScrapePlan {
  /** Prometheus endpoint: `http://127.0.0.1:8000/metrics`. */
  readonly url: string
  readonly intervalNs: number
}
