import type { ServerPlan } from '../plan/server-plan.ts'
import type { AppliedServer, RescaleWatch, ServerDeath } from './managed-server.ts'

/**
 * What is particular to one kind of server; a folder each. `openServer` sees to the lock, to one call at a time and to the
 * order of calls, so that an adapter needn't.
 */
export interface ServerAdapter<P extends ServerPlan = ServerPlan> {
  /** As ManagedServer.apply. A change that the server has begun is waited for even when the signal is aborted. */
  apply(plan: P, signal: AbortSignal): Promise<AppliedServer>
  /** Puts back all that `apply` has changed. Called again after it has failed, and when nothing was changed. */
  restore(): Promise<void>
  /** As ManagedServer.rescale. */
  rescale?(workers: number, watch: RescaleWatch): Promise<number>
  blockBegins?(): void
  runBegins?(): Promise<void>
  runEnds?(): Promise<void>
  /** Resolves when the server as last applied ends unasked. */
  died?(): Promise<ServerDeath>
  logTail?(): string | null
}
