import { z } from 'zod'
import { TareError } from '../errors.ts'
import { isSecretName } from './headers.ts'
import { isMapping } from './is-mapping.ts'
import { type NumberRule, numberRules } from './number-rule.ts'
import { parseHttpUrl } from './parse-http-url.ts'
import { parseScrapeInterval } from './parse-scrape-interval.ts'
import { parseText } from './parse-text.ts'
import { choice, notAMapping, section, type ValueSchema, value } from './plan-section.ts'
import {
  readBoolean,
  readDurationNs,
  readNullable,
  readNumber,
  readText,
  readVariableName,
} from './plan-value.ts'
import { readStormWorkers } from './read-storm-workers.ts'
import {
  type CommandServer,
  type ExistingServer,
  type KserveV2Server,
  type OpenAiServer,
  type ReadyPlan,
  restartScopes,
  type ScaleStorm,
  type ScrapePlan,
  type ServerPlan,
  serverKinds,
  type TorchServeServer,
} from './server-plan.ts'

const text = value(readText(parseText))
const optionalText = value(readNullable(readText(parseText)))
const boolean = value(readBoolean)
const number = (rule: NumberRule): ValueSchema<number> => value(readNumber(rule))
const optionalNumber = (rule: NumberRule): ValueSchema<number | null> => value(readNullable(readNumber(rule)))

const ready = section({
  health_path: value(readNullable(readText(parseHealthPath))),
  model: boolean,
  timeout: value(readDurationNs),
}).transform(
  ({ health_path, model, timeout }): ReadyPlan => ({ healthPath: health_path, model, timeoutNs: timeout }),
)

const existing = section({ kind: z.literal('existing'), ready }) satisfies z.ZodType<ExistingServer>

const command = section({
  kind: z.literal('command'),
  command: z
    .array(value(readText((argument) => argument)), {
      error: 'must be a list: the program and its arguments',
    })
    .min(1, { error: 'is empty: give the program and its arguments' }),
  environment: value(readEnvironment),
  directory: optionalText,
  restart: choice(restartScopes),
  stop_timeout: value(readDurationNs),
  ready,
}).transform(({ stop_timeout, ...same }): CommandServer => ({ ...same, stopTimeoutNs: stop_timeout }))

const scaleStorm = section({
  workers: value(readStormWorkers),
  every: value(readDurationNs),
}).transform(({ workers, every }): ScaleStorm | null => (every === 0 ? null : { workers, everyNs: every }))

const torchserve = section({
  kind: z.literal('torchserve'),
  management_url: value(readText(parseHttpUrl)),
  token_env: value(readNullable(readVariableName)),
  model_url: optionalText,
  workflow: boolean,
  batch_size: number(numberRules.batchSize),
  max_batch_delay_ms: number(numberRules.batchDelayMs),
  min_workers: number(numberRules.serverWorkers),
  max_workers: number(numberRules.serverWorkers),
  // Plans of before there was one have no such key.
  scale_storm: scaleStorm.nullable().default(null),
  response_timeout_s: number(numberRules.responseTimeoutS),
  ready,
}).transform(
  (given): TorchServeServer => ({
    kind: given.kind,
    managementUrl: given.management_url,
    tokenEnv: given.token_env,
    modelUrl: given.model_url,
    workflow: given.workflow,
    batchSize: given.batch_size,
    maxBatchDelayMs: given.max_batch_delay_ms,
    minWorkers: given.min_workers,
    maxWorkers: given.max_workers,
    scaleStorm: given.scale_storm,
    responseTimeoutS: given.response_timeout_s,
    ready: given.ready,
  }),
)

const kserveV2 = section({
  kind: z.literal('kserve-v2'),
  management_url: value(readNullable(readText(parseHttpUrl))),
  config: value(readNullable(readMapping)),
  batch_size: optionalNumber(numberRules.batchSize),
  max_batch_delay_us: optionalNumber(numberRules.batchDelayUs),
  instances: optionalNumber(numberRules.instances),
  ready,
}).transform(
  (given): KserveV2Server => ({
    kind: given.kind,
    managementUrl: given.management_url,
    config: given.config,
    batchSize: given.batch_size,
    maxBatchDelayUs: given.max_batch_delay_us,
    instances: given.instances,
    ready: given.ready,
  }),
)

const openai = section({
  kind: z.literal('openai'),
  lora: section({ name: text, path: text }).nullable(),
  reset_cache: boolean,
  profile: boolean,
  ready,
}).transform(({ reset_cache, ...same }): OpenAiServer => ({ ...same, resetCache: reset_cache }))

const anyServer = z.discriminatedUnion('kind', [existing, command, torchserve, kserveV2, openai], {
  error: (issue) =>
    issue.code === 'invalid_union' ? `must be one of ${serverKinds.join(', ')}` : notAMapping,
})

const scrape = section({
  url: value(readText(parseHttpUrl)),
  interval: value(readText(parseScrapeInterval)),
}).transform(({ url, interval }): ScrapePlan => ({ url, intervalNs: interval }))

/** The server under management. Plans of before there was one have no such key. */
export const serverSchema: z.ZodType<ServerPlan | null> = anyServer.nullable().default(null)

/** Where the server's own figures are, likewise. */
export const scrapeSchema: z.ZodType<ScrapePlan | null> = scrape.nullable().default(null)

export function parseHealthPath(given: string): string {
  if (/^\/[\x21-\x7e]*$/.test(given)) return given
  throw bad(`"${given.slice(0, 60)}" isn't a path`, 'write it as /health')
}

function readMapping(given: unknown): Readonly<Record<string, unknown>> {
  if (isMapping(given)) return given
  throw bad(notAMapping)
}

/** Variables of a server: texts, none of them a secret. */
export function readEnvironment(given: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(readMapping(given)).map(([name, variable]): [string, string] => {
      readVariableName(name)
      if (isSecretName(name.replaceAll('_', '-'))) {
        throw bad(
          `${name} would be stored in files with its secret`,
          'leave it out and export it: the server has the environment of Tare itself',
        )
      }
      return [name, readText((each) => each)(typeof variable === 'boolean' ? String(variable) : variable)]
    }),
  )
}

function bad(message: string, hint?: string): TareError {
  return new TareError('plan', message, hint === undefined ? {} : { hint })
}
