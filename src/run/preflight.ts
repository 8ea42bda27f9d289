import { randomUUID } from 'node:crypto'
import { apiByName } from '../api/registry.ts'
import { TareError } from '../errors.ts'
import type { Plan } from '../plan/plan.ts'
import type { RequestRecord } from '../record/request-record.ts'
import { requestEncoder } from '../worker/request-maker.ts'
import { sendOne } from '../worker/send-one.ts'
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
  const body = api.encode(
    { kind: 'text', text: 'Hello' },
    {
      model,
      stream,
      maxTokens: preflightTokens,
      ignoreEos: plan.workload.ignoreEos,
      ...(extraBody === null ? {} : { extraBody }),
    },
  )
  const path = target.basePath + api.path
  const encode = requestEncoder({ host: target.host, path, headers }, stream)
  const id = randomUUID()
  const request = { requestId: id, bytes: encode(id, body), outputTokens: preflightTokens }
  const record = await sendOne(target.endpoint, api, request, plan.measure.timeoutNs, stop)
  if (record.status !== 'ok') throw await explain(record, `${target.label} ${path}`, run)
}

async function explain(record: RequestRecord, url: string, run: Preflight): Promise<TareError> {
  const { plan } = run
  const said = record.error ?? record.status
  switch (record.status) {
    case 'connect_error':
      return cannotConnect(run.target, said)
    case 'timeout':
      return wrong(
        `${url}: ${said}, though only ${preflightTokens} tokens were asked for`,
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
  const { apiKeyEnv } = plan.target
  if (httpStatus === 401 || httpStatus === 403) return refusesKey(url, said, apiKeyEnv)
  if (httpStatus === 404) {
    const models = await listModels(target, headers, apiKeyEnv, stop).catch(() => [])
    const hint =
      models.length === 0
        ? 'Check --model and the URL: it is the base URL, before /v1.'
        : `The server has: ${models.join(', ')}. Choose one with --model.`
    return wrong(`${url} doesn't know the model ${model} or the path: ${said}`, hint)
  }
  if (httpStatus === 400 || httpStatus === 422) {
    const hint = plan.workload.ignoreEos
      ? 'If it objects to ignore_eos or min_tokens, which not every server knows, add --no-ignore-eos.'
      : 'Check --extra-body and the model’s limits.'
    return wrong(`${url} rejects the request: ${said}`, hint)
  }
  return wrong(`${url} fails: ${said}`, 'See the server’s log; --no-preflight runs all the same.')
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
