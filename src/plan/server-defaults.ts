import { isMapping } from './is-mapping.ts'
import type { ServerPlan } from './server-plan.ts'

type Document = Readonly<Record<string, unknown>>

const healthPaths: Readonly<Record<ServerPlan['kind'], string | null>> = {
  existing: null,
  command: '/health',
  torchserve: '/ping',
  'kserve-v2': '/v2/health/ready',
  openai: null,
}

/** The section `server` of a plan file with every default filled in, as plan.yaml has it. */
export function completeServer(
  kind: ServerPlan['kind'],
  given: Document,
  targetUrl: string | null,
): Document {
  const ready = { health_path: healthPaths[kind], model: true, timeout: '10m', ...(given.ready as object) }
  return { kind, ...defaultsOf(kind, given, targetUrl), ...given, ready }
}

function defaultsOf(kind: ServerPlan['kind'], given: Document, targetUrl: string | null): Document {
  switch (kind) {
    case 'existing':
      return {}
    case 'command':
      return { environment: {}, directory: null, restart: 'cell', stop_timeout: '30s' }
    case 'torchserve':
      return {
        management_url: managementUrl(targetUrl),
        token_env: null,
        model_url: null,
        workflow: typeof given.model_url === 'string' && given.model_url.endsWith('.war'),
        batch_size: 1,
        max_batch_delay_ms: 100,
        min_workers: given.max_workers ?? stormBegins(given) ?? 1,
        max_workers: given.min_workers ?? stormBegins(given) ?? 1,
        response_timeout_s: 120,
      }
    case 'kserve-v2':
      return {
        management_url: null,
        config: null,
        batch_size: null,
        max_batch_delay_us: null,
        instances: null,
      }
    case 'openai':
      return { lora: null, reset_cache: false, profile: false }
  }
}

/** TorchServe's management is on the port after that of predictions. */
function managementUrl(targetUrl: string | null): string {
  const url = targetUrl !== null && URL.canParse(targetUrl) ? new URL(targetUrl) : null
  return url === null || url.hostname === ''
    ? 'http://127.0.0.1:8081'
    : `${url.protocol}//${url.hostname}:8081`
}

/** The workers that a scale storm begins with, as far as there is one. */
function stormBegins({ scale_storm: storm }: Document): unknown {
  const workers = isMapping(storm) ? storm.workers : undefined
  return Array.isArray(workers) ? workers[0] : undefined
}
