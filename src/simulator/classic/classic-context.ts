import type { BackendSurroundings } from './batch-backend.ts'
import type { ClassicFault, IgnorableSetting } from './classic-fault.ts'
import type { ClassicRequest } from './classic-http.ts'
import type { ClassicLaw } from './classic-model.ts'
import type { ClassicRegistry } from './classic-registry.ts'
import { invalidKey } from './torchserve-error.ts'
import type { TorchServeMetrics } from './torchserve-metrics.ts'

/** What the APIs of one simulator share. */
export interface ClassicContext {
  readonly registry: ClassicRegistry
  readonly law: ClassicLaw
  readonly around: BackendSurroundings
  readonly metrics: TorchServeMetrics
  readonly faults: readonly ClassicFault[]
}

/** What requests must carry as `authorization: Bearer …`; undefined asks for nothing. */
export interface Tokens {
  readonly managementToken?: string | undefined
  readonly inferenceToken?: string | undefined
}

/** Whether the fault `ignores` names this setting. */
export function ignores(context: ClassicContext, setting: IgnorableSetting): boolean {
  return context.faults.some((fault) => fault.kind === 'ignores' && fault.setting === setting)
}

/** Throws TorchServeError unless the request carries the token, if there is one. */
export function checkToken(token: string | undefined, request: ClassicRequest): void {
  if (token !== undefined && request.headers.authorization !== `Bearer ${token}`) throw invalidKey()
}
