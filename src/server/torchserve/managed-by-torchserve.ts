import type { TorchServeServer } from '../../plan/server-plan.ts'
import type { ServerJournal } from '../journal/server-journal.ts'
import type { AppliedServer, RescaleWatch } from '../managed-server.ts'
import type { ReadyCheck } from '../ready/wait-until-ready.ts'
import type { ManagementApi } from './management-api.ts'

/** A model or a workflow on TorchServe while it is measured. */
export interface ManagedByTorchServe {
  apply(
    plan: TorchServeServer,
    healthChecks: readonly ReadyCheck[],
    signal: AbortSignal,
  ): Promise<AppliedServer>
  /** Changes the workers of what was applied last; a workflow has no such thing. */
  rescale?(workers: number, watch: RescaleWatch): Promise<number>
  restore(): Promise<void>
}

/** What either is made from. */
export interface OnTorchServe {
  /** As the plan names it, or null. */
  readonly named: string | null
  readonly apiFor: (plan: TorchServeServer) => ManagementApi
  readonly journal: ServerJournal
  /** Tells the user one line. */
  readonly tell: (line: string) => void
}
