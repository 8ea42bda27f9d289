import { randomUUID } from 'node:crypto'
import { apiByName } from '../api/registry.ts'
import { requestPath } from '../api/request-path.ts'
import { TareError } from '../errors.ts'
import { type Plan, unaryApis } from '../plan/plan.ts'
import type { RequestRecord } from '../record/request-record.ts'
import { requestEncoder } from '../worker/request-maker.ts'
import { sendOne } from '../worker/send-one.ts'
import { createWorkload, type WorkloadSpec } from '../workload/create-workload.ts'
import type { Prompt } from '../workload/prompt.ts'
import { listModels } from './model-list.ts'
import type { TargetAddress } from './target-address.ts'
import { cannotConnect, refusesKey } from './target-errors.ts'

/** Tokens asked for: enough to see the form of a reply, too few to warm or fill anything. */
const preflightTokens = 2

/** What a preflight needs to know of a run. */
export interface Preflight {
  readonly plan: Plan
  readonly target: TargetAddress
  readonly model: string
  readonly headers: Readonly<Record<string, string>>
  readonly workload: WorkloadSpec
  /** Ends it early, with an error. */
  readonly stop: AbortSignal
}

/**
 * Sends one short request as the run would and throws TareError when the answer isn't what the plan expects, so that
 * a wrong key, model or URL is known before a minute of failures has been measured.
 */
export async function preflight(run: Preflight): Promise<void> {
  const { plan, target, model, headers, stop } = run
  const { stream, extraBody } = plan.target
  const api = apiByName(plan.target.api)
  const body = api.encode(promptOf(run), {
    model,
    stream,
    maxTokens: preflightTokens,
    ignoreEos: plan.workload.ignoreEos,
    ...(extraBody === null ? {} : { extraBody }),
  })
  const path = target.basePath + requestPath(api, model)
  const encode = requestEncoder({ host: target.host, path, headers }, api, stream)
  const id = randomUUID()
  const request = { requestId: id, bytes: encode(id, body), outputTokens: preflightTokens }
  const record = await sendOne(target.endpoint, api, request, plan.measure.timeoutNs, stop)
  if (record.status !== 'ok') throw await explain(record, `${target.label} ${path}`, run)
}

/** A model that takes no words may take nothing but what the run would send. */
function promptOf({ plan, workload }: Preflight): Prompt {
  return isUnary(plan) ? createWorkload(workload)(0).prompt : { kind: 'text', text: 'Hello' }
}

function isUnary({ target }: Plan): boolean {
  return unaryApis.includes(target.api)
}

async function explain(record: RequestRecord, url: string, run: Preflight): Promise<TareError> {
  const { plan } = run
  const said = record.error ?? record.status
  switch (record.status) {
    case 'connect_error':
      return cannotConnect(run.target, said)
    case 'timeout':
      return wrong(
        isUnary(plan)
          ? `${url}: ${said}`
          : `${url}: ${said}, though only ${preflightTokens} tokens were asked for`,
        'Is the model still loading? Allow more with --timeout, or go without this check with --no-preflight.',
      )
    case 'malformed':
      return wrong(`${url} doesn't answer as the ${plan.target.api} API: ${said}`, malformedHint(said, plan))
    case 'http_error':
      return httpError(record, said, url, run)
    default:
      return wrong(
        `${url}: the reply ended as ${record.status}: ${said}`,
        'See the server’s log; --no-preflight runs all the same.',
      )
  }
}

async function httpError(
  { httpStatus }: RequestRecord,
  said: string,
  url: string,
  { plan, target, model, headers, stop }: Preflight,
): Promise<TareError> {
  if (httpStatus === 401 || httpStatus === 403) return refusesKey(url, said, plan.target.apiKeyEnv)
  if (httpStatus === 404) {
    const models = await listModels(plan.target, target, headers, stop).catch(() => [])
    const hint =
      models.length === 0
        ? unknownModelHint(plan)
        : `The server has: ${models.join(', ')}. Choose one with --model.`
    return wrong(`${url} doesn't know the model ${model} or the path: ${said}`, hint)
  }
  if (httpStatus === 400 || httpStatus === 422)
    return wrong(`${url} rejects the request: ${said}`, rejectedHint(plan))
  return wrong(`${url} fails: ${said}`, 'See the server’s log; --no-preflight runs all the same.')
}

function unknownModelHint(plan: Plan): string {
  return isUnary(plan)
    ? 'Check --model, whether it is loaded, and the URL: the base URL, with the port of inference.'
    : 'Check --model and the URL: it is the base URL, before /v1.'
}

function rejectedHint({ target, workload }: Plan): string {
  if (unaryApis.includes(target.api)) return 'Check --body and --content-type: are they what the model takes?'
  return workload.ignoreEos
    ? 'If it objects to ignore_eos or min_tokens, which not every server knows, add --no-ignore-eos.'
    : 'Check --extra-body and the model’s limits.'
}

function wrong(message: string, hint: string): TareError {
  return new TareError('target', message, { hint })
}

function malformedHint(said: string, plan: Plan): string {
  if (said.includes('html')) return 'That is a web page: check the host, the port and the path of the URL.'
  return plan.target.stream
    ? 'Check --api, or measure unstreamed replies with --no-stream.'
    : 'Check --api and the path of the URL.'
}
