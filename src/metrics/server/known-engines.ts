import { canonicalName } from './canonical-name.ts'
import type { EngineNames, GpuNames } from './engine-names.ts'
import { dcgm } from './engines/dcgm.ts'
import { llamaCpp } from './engines/llama-cpp.ts'
import { mlserver } from './engines/mlserver.ts'
import { sglang } from './engines/sglang.ts'
import { tgi } from './engines/tgi.ts'
import { torchserve, torchserveGpu } from './engines/torchserve.ts'
import { triton, tritonGpu } from './engines/triton.ts'
import { vllm } from './engines/vllm.ts'

/** In the order in which an endpoint that has several is asked: Triton may hold vLLM, and then vLLM says more. */
export const knownEngines: readonly EngineNames[] = [
  vllm,
  sglang,
  tgi,
  llamaCpp,
  triton,
  torchserve,
  mlserver,
]

export const knownGpuExporters: readonly GpuNames[] = [dcgm, tritonGpu, torchserveGpu]

const prefixes = [
  ...knownEngines.flatMap((engine) => engine.prefixes),
  'DCGM_FI_',
  'nv_gpu_',
  'nv_energy_',
  'nv_cache_',
  'GPU',
].map(canonicalName)

/** Whether a metric of this name may be read into a figure: the others are kept raw. */
export function isKnownName(name: string): boolean {
  const canonical = canonicalName(name)
  return prefixes.some((prefix) => canonical.startsWith(prefix))
}
