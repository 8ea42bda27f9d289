import { z } from 'zod'
import type { LoadPlan, LoadStage } from '../load/load-plan.ts'
import { endlessRequests } from './background-run-plan.ts'
import { parseBaseUrl } from './base-url.ts'
import { checkGate } from './check-gate.ts'
import { checkLength } from './check-length.ts'
import { checkObjective } from './check-objective.ts'
import { type GatePlan, inconclusivePolicies, missingBaselinePolicies } from './gate.ts'
import { isMapping } from './is-mapping.ts'
import { arrivalKinds } from './load-stage.ts'
import { numberRules } from './number-rule.ts'
import { parseContentType } from './parse-content-type.ts'
import { parseText } from './parse-text.ts'
import {
  apiNames,
  type BackgroundPlan,
  type ClientPlan,
  type OutputPlan,
  outputFormats,
  type Plan,
  type TargetPlan,
  transports,
  type WorkloadPlan,
} from './plan.ts'
import { unbounded } from './plan-document.ts'
import { attempt, choice, notAMapping, section, value } from './plan-section.ts'
import {
  type RedactedHeaders,
  readBoolean,
  readDurationNs,
  readExtraBody,
  readHeader,
  readLimit,
  readNullable,
  readNumber,
  readShapes,
  readText,
  readUnless,
  readVariableName,
} from './plan-value.ts'
import { scrapeSchema, serverSchema } from './server-schema.ts'

/**
 * The plan file's schema. Every key must be there, because a default that a later version changed would make another
 * run of an old plan. Issues' messages are ready to be shown: that of `unrecognized_keys` has one line a key, in the
 * order of the issue's `keys`.
 */
export function planSchema(redactedHeaders: RedactedHeaders): z.ZodType<Plan> {
  return section({
    version: z.literal(1, { error: 'this version of Tare reads plans of version 1' }),
    target: targetSchema(redactedHeaders),
    server: serverSchema,
    load: loadSchema,
    workload: workloadSchema,
    background: backgroundSchema(redactedHeaders),
    measure: measureSchema,
    client: clientSchema,
    objectives: objectivesSchema,
    gate: gateSchema,
    output: outputSchema,
  }).transform(({ measure: { scrape, ...measure }, ...same }): Plan => ({ ...same, measure, scrape }))
}

const boolean = value(readBoolean)
const duration = value(readDurationNs)
const stageDuration = value(readUnless(unbounded, Number.POSITIVE_INFINITY, readDurationNs))
const text = value(readText(parseText))
const optionalText = value(readNullable(readText(parseText)))
const optionalLength = value(readNullable(readText(checkLength)))
const seed = value(readNumber(numberRules.seed))

function headersSchema(redactedHeaders: RedactedHeaders) {
  return z.unknown().transform((given, context): Readonly<Record<string, string>> => {
    if (!isMapping(given)) {
      context.addIssue({ code: 'custom', message: notAMapping })
      return z.NEVER
    }
    const headers = Object.entries(given).map(([key, header]): [string, string] => {
      const name = key.toLowerCase()
      return [name, attempt(readHeader(name, redactedHeaders), header, context, [key])]
    })
    return Object.fromEntries(headers)
  })
}

function targetSchema(redactedHeaders: RedactedHeaders) {
  return section({
    url: value(readNullable(readText((given) => parseBaseUrl(given).url))),
    api: choice(apiNames),
    model: optionalText,
    stream: boolean,
    headers: headersSchema(redactedHeaders),
    api_key_env: value(readNullable(readVariableName)),
    insecure: boolean,
    ca_file: optionalText,
    extra_body: value(readNullable(readExtraBody)),
    simulator_preset: text,
  }).transform(
    ({ api_key_env, ca_file, extra_body, simulator_preset, ...same }): TargetPlan => ({
      ...same,
      apiKeyEnv: api_key_env,
      caFile: ca_file,
      extraBody: extra_body,
      simulatorPreset: simulator_preset,
    }),
  )
}

const openSchema = section({
  kind: z.literal('open'),
  duration: stageDuration,
  start_rate_per_s: value(readNumber(numberRules.ratePerSecond)),
  end_rate_per_s: value(readNumber(numberRules.ratePerSecond)),
  arrival: choice(arrivalKinds),
  burstiness: value(readNumber(numberRules.burstiness)),
}).transform(
  ({ duration: durationNs, start_rate_per_s, end_rate_per_s, ...same }): LoadStage => ({
    ...same,
    durationNs,
    startRatePerSecond: start_rate_per_s,
    endRatePerSecond: end_rate_per_s,
  }),
)

const closedSchema = section({
  kind: z.literal('closed'),
  duration: stageDuration,
  start_concurrency: value(readNumber(numberRules.concurrency)),
  end_concurrency: value(readNumber(numberRules.concurrency)),
  // Plans written before there were queries have none of several requests.
  query_size: value(readNumber(numberRules.querySize)).default(1),
  think_time: duration,
}).transform(
  ({
    kind,
    duration: durationNs,
    start_concurrency,
    end_concurrency,
    query_size,
    think_time,
  }): LoadStage => ({
    kind,
    durationNs,
    startConcurrency: start_concurrency,
    endConcurrency: end_concurrency,
    querySize: query_size,
    thinkTimeNs: think_time,
  }),
)

const unpacedSchema = section({ kind: z.literal('unpaced'), duration: stageDuration }).transform(
  ({ kind, duration: durationNs }): LoadStage => ({ kind, durationNs }),
)

const loadSchema = section({
  seed,
  warmup: duration,
  requests: value(readLimit(numberRules.requests)),
  max_concurrency: value(readLimit(numberRules.maxConcurrency)),
  stages: z.array(
    z.discriminatedUnion('kind', [openSchema, closedSchema, unpacedSchema], {
      error: (issue) => (issue.code === 'invalid_union' ? 'must be open, closed or unpaced' : notAMapping),
    }),
    { error: 'must be a list of stages' },
  ),
}).transform(
  ({ warmup, max_concurrency, ...same }): LoadPlan => ({
    ...same,
    warmupNs: warmup,
    maxConcurrency: max_concurrency,
  }),
)

const workloadSchema = section({
  seed,
  input_tokens: optionalLength,
  output_tokens: optionalLength,
  prompts_file: optionalText,
  ignore_eos: boolean,
  // Plans written before there were these mean what the default does.
  body: optionalText.default(null),
  content_type: value(readNullable(readText(parseContentType))).default(null),
  shapes: value(readNullable(readShapes)).default(null),
  same_payload: value(readBoolean).default(false),
}).transform(
  (given): WorkloadPlan => ({
    seed: given.seed,
    inputTokens: given.input_tokens,
    outputTokens: given.output_tokens,
    promptsFile: given.prompts_file,
    ignoreEos: given.ignore_eos,
    body: given.body,
    contentType: given.content_type,
    shapes: given.shapes,
    samePayload: given.same_payload,
  }),
)

/** One stage, which ends with the measured run. Plans of before there was a background have no such key. */
const backgroundLoadSchema = section({
  seed,
  max_concurrency: value(readLimit(numberRules.maxConcurrency)),
  stage: z.discriminatedUnion('kind', [openSchema, closedSchema], {
    error: (issue) => (issue.code === 'invalid_union' ? 'must be open or closed' : notAMapping),
  }),
}).transform(
  ({ seed: own, max_concurrency, stage }): LoadPlan => ({
    seed: own,
    stages: [stage],
    warmupNs: 0,
    requests: endlessRequests,
    maxConcurrency: max_concurrency,
  }),
)

function backgroundSchema(redactedHeaders: RedactedHeaders): z.ZodType<BackgroundPlan | null> {
  return section({
    target: targetSchema(redactedHeaders),
    workload: workloadSchema,
    load: backgroundLoadSchema,
    workers: value(readNumber(numberRules.workers)),
  })
    .nullable()
    .default(null)
}

const measureSchema = section({ timeout: duration, drain: duration, scrape: scrapeSchema }).transform(
  ({ timeout, drain, scrape }) => ({ timeoutNs: timeout, drainNs: drain, scrape }),
)

/** Plans of before there were objectives have no such key. */
const objectivesSchema = z
  .array(value(readText(checkObjective)), { error: 'must be a list of objectives' })
  .default([])

/** Likewise of before there were gates. */
const gateSchema = section({
  baseline: optionalText,
  max_regression: z.array(value(readText(checkGate)), { error: 'must be a list of gates' }),
  inconclusive: choice(inconclusivePolicies).nullable(),
  missing_baseline: choice(missingBaselinePolicies),
})
  .transform(
    ({ baseline, max_regression, inconclusive, missing_baseline }): GatePlan => ({
      baseline,
      maxRegression: max_regression,
      inconclusive,
      missingBaseline: missing_baseline,
    }),
  )
  .nullable()
  .default(null)

const clientSchema: z.ZodType<ClientPlan> = section({
  workers: value(readNumber(numberRules.workers)),
  transport: choice(transports),
  pin: boolean,
  preflight: boolean,
})

const outputSchema: z.ZodType<OutputPlan> = section({
  dir: text,
  format: choice(outputFormats),
  label: optionalText,
})
