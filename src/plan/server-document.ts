import { formatDuration } from './duration.ts'
import type { ReadyPlan, ScaleStorm, ScrapePlan, ServerPlan } from './server-plan.ts'

/** The server under management as a plan's file has it. */
export function serverDocument(server: ServerPlan | null): object | null {
  if (server === null) return null
  const ready = readyDocument(server.ready)
  switch (server.kind) {
    case 'existing':
      return { kind: server.kind, ready }
    case 'command':
      return {
        kind: server.kind,
        command: server.command,
        environment: server.environment,
        directory: server.directory,
        restart: server.restart,
        stop_timeout: formatDuration(server.stopTimeoutNs),
        ready,
      }
    case 'torchserve':
      return {
        kind: server.kind,
        management_url: server.managementUrl,
        token_env: server.tokenEnv,
        model_url: server.modelUrl,
        workflow: server.workflow,
        batch_size: server.batchSize,
        max_batch_delay_ms: server.maxBatchDelayMs,
        min_workers: server.minWorkers,
        max_workers: server.maxWorkers,
        scale_storm: stormDocument(server.scaleStorm),
        response_timeout_s: server.responseTimeoutS,
        ready,
      }
    case 'kserve-v2':
      return {
        kind: server.kind,
        management_url: server.managementUrl,
        config: server.config,
        batch_size: server.batchSize,
        max_batch_delay_us: server.maxBatchDelayUs,
        instances: server.instances,
        ready,
      }
    case 'openai':
      return {
        kind: server.kind,
        lora: server.lora,
        reset_cache: server.resetCache,
        profile: server.profile,
        ready,
      }
  }
}

function stormDocument(storm: ScaleStorm | null): object | null {
  return storm === null ? null : { workers: storm.workers, every: formatDuration(storm.everyNs) }
}

function readyDocument({ healthPath, model, timeoutNs }: ReadyPlan): object {
  return { health_path: healthPath, model, timeout: formatDuration(timeoutNs) }
}

/** Where the server's own figures are, as a plan's file has it. */
export function scrapeDocument(scrape: ScrapePlan | null): object | null {
  return scrape === null ? null : { url: scrape.url, interval: formatDuration(scrape.intervalNs) }
}
