import { isMapping } from '../../plan/is-mapping.ts'
import { type Answer, type ClientTls, createHttpClient, type HttpClient } from '../http/http-client.ts'
import { refusesKey } from '../http/refuses-key.ts'
import { said } from '../http/said.ts'
import { readModelVersions, readNames } from '../torchserve/model-version.ts'
import { healthCheck } from './health-check.ts'
import type { ReadyCheck } from './wait-until-ready.ts'
import { wantsKey } from './wants-key.ts'

/**
 * Content when TorchServe's management API lists the model with a worker that is READY. A plan without a management URL has it on the
 * port after that of predictions, as TorchServe's own 8080 and 8081. Where that can't be asked (closed to others, a key of
 * its own), the port of predictions must know the model (OPTIONS, which predicts nothing) and be healthy, which it is when every model has
 * its workers.
 */
export function torchServeModelCheck(
  client: HttpClient,
  targetUrl: string,
  tls: ClientTls | undefined,
  model: string | null,
): ReadyCheck {
  const management = managementClient(targetUrl, tls)
  const isHealthy = healthCheck(client, '/ping')
  return async (timeoutMs, signal) => {
    const listed = management === null ? undefined : await askList(management, model, timeoutMs, signal)
    if (listed !== undefined) return listed
    const complaint = await isHealthy(timeoutMs, signal)
    if (complaint !== null || model === null) return complaint
    const path = `/predictions/${encoded(model)}`
    const answer = await client.ask('OPTIONS', path, { timeoutMs, signal })
    if (refusesKey(answer)) throw wantsKey(client, path, answer)
    return answer.status === 200 ? null : `OPTIONS ${path} answered ${said(answer)}`
  }
}

/** A workflow is listed by the management API alone. */
export function torchServeWorkflowCheck(
  client: HttpClient,
  targetUrl: string,
  tls: ClientTls | undefined,
  workflow: string | null,
): ReadyCheck {
  const management = managementClient(targetUrl, tls)
  const isHealthy = healthCheck(client, '/ping')
  return async (timeoutMs, signal) => {
    const complaint = await isHealthy(timeoutMs, signal)
    if (complaint !== null || management === null || workflow === null) return complaint
    const path = `/workflows/${encodeURIComponent(workflow)}`
    const answer = await management.ask('GET', path, { timeoutMs, signal }).catch(() => null)
    // What can't be asked doesn't stand in the way: a request is sent before the run, and says so.
    return answer !== null && isMissing(answer)
      ? `GET ${management.label}${path} answered ${said(answer)}`
      : null
  }
}

function managementClient(targetUrl: string, tls: ClientTls | undefined): HttpClient | null {
  if (!URL.canParse(targetUrl) || targetUrl.startsWith('unix:')) return null
  const { protocol, hostname, port } = new URL(targetUrl)
  const next = Number(port || (protocol === 'https:' ? 443 : 80)) + 1
  // Without the target's headers: its key isn't for another port.
  return next > 65_535 ? null : createHttpClient(`${protocol}//${hostname}:${next}`, {}, tls)
}

/** Null when it is ready, undefined when TorchServe's management API doesn't answer there. */
async function askList(
  management: HttpClient,
  model: string | null,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<string | null | undefined> {
  const path = model === null ? '/models?limit=100' : `/models/${encoded(model)}`
  const answer = await management.ask('GET', path, { timeoutMs, signal }).catch(() => null)
  if (answer === null) return undefined
  const at = `GET ${management.label}${path}`
  if (model === null) {
    const names = answer.status === 200 ? readNames(answer.value) : null
    if (names === null) return undefined
    return names.length > 0 ? null : `${at} lists no model`
  }
  if (isMissing(answer)) return `${at} answered ${said(answer)}`
  const versions = answer.status === 200 ? readModelVersions(answer.value) : null
  if (versions === null) return undefined
  const workers = versions.flatMap((version) => version.workers)
  if (workers.some(({ status }) => status === 'READY')) return null
  const states = workers.map(({ id, status }) => `worker ${id} is ${status}`).join(', ')
  return `${at} has no worker that is READY${states === '' ? '' : `: ${states}`}`
}

/** A version may be part of it: `resnet/2.0`. */
function encoded(model: string): string {
  return model.split('/').map(encodeURIComponent).join('/')
}

/** TorchServe's own words for what isn't registered; a 404 of another server says nothing. */
function isMissing({ status, value }: Answer): boolean {
  const { type } = isMapping(value) ? value : {}
  return status === 404 && /^(Model|ModelVersion|Workflow)NotFoundException$/.test(String(type))
}
