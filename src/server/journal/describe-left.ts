import { TareError } from '../../errors.ts'
import type { LeftServer, LeftTorchServeModel } from './left-server.ts'

/** What a person has to do to put a server back, in a sentence or two. */
export function byHand(left: LeftServer): string {
  switch (left.kind) {
    case 'torchserve-model':
      return ofModel(left)
    case 'torchserve-workflow':
      return `The workflow ${left.workflow} wasn't registered: ${unregister(left.management_url, 'workflows', left.workflow)}.`
    case 'kserve-v2': {
      const path = `${left.url}/v2/repository/models/${encodeURIComponent(left.model)}`
      return !left.is_loaded
        ? `${left.model} wasn't loaded: curl -X POST '${path}/unload'.`
        : `Load ${left.model} again with the configuration that it had (POST ${path}/load).`
    }
    case 'openai':
      return [
        left.lora === null ? [] : `Unload the adapter ${left.lora}: POST ${left.url}/v1/unload_lora_adapter.`,
        left.profiling ? `Stop the profiler: POST ${left.url}/stop_profile.` : [],
      ]
        .flat()
        .join(' ')
    case 'command':
      return `End ${left.program}, process group ${left.process_group}: kill -- -${left.process_group}.`
  }
}

/** The hint of an error that keeps a server from being put back: its cause's own, and what to do by hand. */
export function hintByHand(left: LeftServer, cause: unknown): string {
  const own = cause instanceof TareError ? (cause.hint ?? '') : ''
  return own.includes(byHand(left)) ? own : `${own} ${byHand(left)}`.trimStart()
}

function ofModel({ management_url, model, versions, default_version }: LeftTorchServeModel): string {
  if (versions.length === 0) {
    return `${model} wasn't registered: ${unregister(management_url, 'models', model)}.`
  }
  const was = versions.map(
    ({ version, archive, batch_size, max_batch_delay_ms, min_workers, max_workers }) => {
      const from =
        archive === null
          ? 'no archive'
          : `${archive.url}${archive.is_whole ? '' : '?… (a secret is left out)'}`
      return `${version} of ${from} with batch_size=${batch_size}, max_batch_delay=${max_batch_delay_ms}, min_worker=${min_workers}, max_worker=${max_workers}`
    },
  )
  const byDefault = versions.length > 1 ? `; ${default_version} by default` : ''
  return `${model} at ${management_url} was: ${was.join('; ')}${byDefault}.`
}

function unregister(url: string, what: string, name: string): string {
  return `curl -X DELETE '${url}/${what}/${encodeURIComponent(name)}'`
}
