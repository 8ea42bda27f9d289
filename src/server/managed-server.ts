import type { ApiName } from '../plan/plan.ts'
import type { ServerPlan } from '../plan/server-plan.ts'

/** A server whose settings are those of a cell, as it has said itself. */
export interface AppliedServer {
  /** What was read back, by the plan file's names: `batch_size`, `min_workers` … Empty where nothing can be set. */
  readonly settings: Readonly<Record<string, string | number>>
  /** Of a server that Tare started, so that it is kept off the client's cores; null of others. */
  readonly pid: number | null
}

/** Who waits for workers that are changed on a live model. */
export interface RescaleWatch {
  /** Called when the server has answered that it did as asked; whether it did is read back then. */
  readonly answered: () => void
  /** Ends the reading back. A change that was asked for is waited for all the same. */
  readonly signal: AbortSignal
}

/** How a server that Tare started came to its end. */
export interface ServerDeath {
  readonly exitCode: number | null
  readonly signal: string | null
  /** The end of its log. */
  readonly logTail: string
}

/**
 * A server while runs are measured on it. Made by `openServer`, which changes nothing yet. `close` puts the server back as it
 * was found, whatever has happened in between, and may be called at any time and more than once: after a failure it tries again.
 * At most one process manages a server at a time.
 */
export interface ManagedServer {
  /**
   * Brings the server to these settings: started or registered, set, read back, ready. Throws TareError 'server' when it
   * can't be reached, isn't ready in time, or says other settings than were asked for.
   */
  apply(plan: ServerPlan, signal: AbortSignal): Promise<AppliedServer>
  /** Said before the first `apply` of a new block: a command whose `restart` is `block` is then started anew. */
  blockBegins(): void
  /**
   * Asks for so many workers of the model of the last `apply`, which may be under load, and resolves with how many it has when just
   * these are ready. Throws TareError 'server' when it refuses, says another number or they aren't ready in time, and
   * 'interrupted' when the signal is aborted. Only of servers whose plan can have a scale storm.
   */
  rescale(workers: number, watch: RescaleWatch): Promise<number>
  /** Right before and right after a run: caches are reset, profilers started. */
  runBegins(): Promise<void>
  runEnds(): Promise<void>
  /**
   * Resolves when the server that the last `apply` started or kept ends without being told to; never of others. To be read
   * again after each `apply`.
   */
  readonly died: Promise<ServerDeath>
  /** The end of the log of a server that Tare started; null of others. */
  logTail(): string | null
  close(): Promise<void>
}

/** What a managed server needs to know besides its plan. */
export interface ServerSurroundings {
  /** Where requests go. */
  readonly targetUrl: string
  readonly model: string | null
  /** How requests speak to it, which decides where its models are listed. */
  readonly api: ApiName
  readonly headers: Readonly<Record<string, string>>
  /** How the target's certificate is checked; left out: by the system's authorities. */
  readonly tls?: { readonly verify: boolean; readonly caPem?: string }
  readonly env: NodeJS.ProcessEnv
  /** The log of a server that Tare starts is written here. */
  readonly logFile: string
  /** What servers were like is kept here while they are changed (journal/server-journal.ts). */
  readonly stateFolder: string
  /** Tells the user one line. */
  readonly tell: (line: string) => void
}
