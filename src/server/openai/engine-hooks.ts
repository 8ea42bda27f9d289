import { setTimeout as delay } from 'node:timers/promises'
import { TareError } from '../../errors.ts'
import type { Answer, HttpClient } from '../http/http-client.ts'
import { refusesKey } from '../http/refuses-key.ts'
import { said } from '../http/said.ts'

/** What engines can do beyond OpenAI's API: one POST, under one of these paths. */
export interface EngineHook {
  /** `reset the prefix cache`. */
  readonly action: string
  readonly paths: readonly string[]
  readonly json?: unknown
  /** How an engine is started so that it has the hook. */
  readonly hint: string
  readonly timeoutMs: number
  /** Asked again so long while the engine says (400) that it is still busy. */
  readonly patienceMs?: number
}

const isMissing = ({ status }: Answer): boolean => status === 404 || status === 405
const pauseMs = 100

/** Throws TareError 'server' that says which endpoints answered what. */
export async function callHook(client: HttpClient, hook: EngineHook): Promise<void> {
  const { paths, json, timeoutMs, patienceMs = 0 } = hook
  const missing: string[] = []
  const deadlineMs = performance.now() + patienceMs
  for (const path of paths) {
    let answer = await client.ask('POST', path, { json, timeoutMs })
    while (answer.status === 400 && !refusesKey(answer) && performance.now() < deadlineMs) {
      await delay(pauseMs)
      answer = await client.ask('POST', path, { json, timeoutMs })
    }
    if (answer.status >= 200 && answer.status < 300) return
    const words = `POST ${path} answered ${said(answer)}`
    if (!isMissing(answer)) throw failed(client, hook, words)
    missing.push(words)
  }
  throw failed(client, hook, missing.join(', '))
}

function failed({ label }: HttpClient, { action, hint }: EngineHook, words: string): TareError {
  return new TareError('server', `the engine at ${label} didn't ${action}: ${words}`, { hint })
}

/** vLLM has the first path with VLLM_SERVER_DEV_MODE=1; SGLang has the second, and refuses with 400 while requests run. */
export const resetCache: EngineHook = {
  action: 'reset its prefix cache',
  paths: ['/reset_prefix_cache', '/flush_cache'],
  hint: 'vLLM has /reset_prefix_cache when it is started with VLLM_SERVER_DEV_MODE=1, SGLang has /flush_cache; other engines: leave server.reset_cache out.',
  timeoutMs: 60_000,
  patienceMs: 10_000,
}

const profileHint =
  'vLLM is started with a profiler (VLLM_TORCH_PROFILER_DIR, or --profiler-config), SGLang with SGLANG_TORCH_PROFILER_DIR; other engines: leave server.profile out.'

export const startProfile: EngineHook = {
  action: 'start its profiler',
  paths: ['/start_profile'],
  hint: profileHint,
  timeoutMs: 60_000,
}

/** Writing the trace takes minutes. */
export const stopProfile: EngineHook = {
  action: 'stop its profiler',
  paths: ['/stop_profile'],
  hint: profileHint,
  timeoutMs: 1_800_000,
}

export function loadLora(name: string, path: string, timeoutMs: number): EngineHook {
  return {
    action: `load the LoRA adapter ${name}`,
    paths: ['/v1/load_lora_adapter'],
    json: { lora_name: name, lora_path: path },
    hint: 'vLLM needs --enable-lora and VLLM_ALLOW_RUNTIME_LORA_UPDATING=True, and a path that the server can read.',
    timeoutMs,
  }
}

export function unloadLora(name: string, timeoutMs: number): EngineHook {
  return {
    action: `unload the LoRA adapter ${name}`,
    paths: ['/v1/unload_lora_adapter'],
    json: { lora_name: name },
    hint: `Unload it by hand: POST /v1/unload_lora_adapter {"lora_name": ${JSON.stringify(name)}}.`,
    timeoutMs,
  }
}
