/**
 * The flags of `tare run`, as the command line's parser gives them: texts, unless they are switches. What a flag means
 * and may be is in `planFromFlags`.
 */
export interface RunFlags {
  /** The positional URL. */
  readonly url?: string
  readonly api?: string
  readonly model?: string
  readonly rate?: string
  readonly arrival?: string
  readonly burstiness?: string
  readonly concurrency?: string
  readonly thinkTime?: string
  readonly querySize?: string
  readonly stage?: readonly string[]
  readonly duration?: string
  readonly requests?: string
  readonly warmup?: string
  readonly maxConcurrency?: string
  readonly inputTokens?: string
  readonly outputTokens?: string
  readonly ignoreEos?: boolean
  readonly prompts?: string
  readonly body?: string
  readonly contentType?: string
  readonly shape?: readonly string[]
  readonly samePayload?: boolean
  readonly stream?: boolean
  readonly workers?: string
  readonly pin?: boolean
  readonly transport?: string
  readonly timeout?: string
  readonly drain?: string
  readonly header?: readonly string[]
  readonly apiKeyEnv?: string
  readonly insecure?: boolean
  readonly ca?: string
  readonly extraBody?: string
  readonly scrape?: string
  readonly scrapeInterval?: string
  readonly objective?: readonly string[]
  readonly seed?: string
  readonly out?: string
  readonly label?: string
  readonly format?: string
  readonly preflight?: boolean
  readonly simulator?: string
}

/** What a plan's defaults depend on, besides the flags. */
export interface RunSurroundings {
  /** CPU cores that the process may use. */
  readonly cores: number
  /** As `process.platform` has it. */
  readonly platform: string
  readonly now: Date
  /** The seed of a run that wasn't given one. */
  readonly randomSeed: number
}
