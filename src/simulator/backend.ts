import type { EngineFigures } from './engine.ts'
import type { SequenceRequest } from './sequence.ts'

/** What a backend tells the reply that it generates. Times are those of the backend's monotonic clock. */
export interface TokenSink {
  /** One more token: it was due at `dueNs`; `nowNs` was read when the step's first token left. */
  token(dueNs: number, nowNs: number): void
  /** The last token has left, and those of the other requests in its step too. */
  finish(): void
}

/** A request that a backend has taken on. */
export interface Job {
  /** Forgets the request: its sink hears nothing more. */
  abort(): void
  /** Tokens of the prompt that were in the prefix cache. */
  cachedTokens(): number
  /** When it left the queue; undefined while it waits. */
  admittedNs(): number | undefined
}

/** As the engine has them; a station has no cache, so all but the first two are 0. */
export interface BackendFigures extends Omit<EngineFigures, 'steps'> {
  /** Of the KV cache. */
  readonly blocks: number
}

/** What stands behind the API: the continuous-batching engine or the station, in real time. */
export interface Backend {
  readonly maxSequenceTokens: number
  /** Takes on the k-th request to arrive. */
  submit(request: SequenceRequest, requestIndex: number, sink: TokenSink): Job
  figures(): BackendFigures
  stop(): void
}
