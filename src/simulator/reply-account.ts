import type { Job } from './backend.ts'
import type { LatenessRecorder } from './lateness.ts'
import type { FinishedReason, Metrics } from './metrics.ts'
import type { TruthLog } from './truth-log.ts'

/** What the accounts of all replies go to. */
export interface Ledgers {
  readonly metrics: Metrics
  readonly lateness: LatenessRecorder
  readonly truthLog: TruthLog | undefined
  readonly monotonicNs: () => number
  readonly realtimeNs: () => number
}

export interface AccountedRequest {
  readonly requestId: string
  readonly index: number
  readonly stream: boolean
  readonly promptTokens: number
  readonly faults: readonly string[]
  /** When the process had the whole request, on the monotonic clock and on the system's. */
  readonly arrivedNs: number
  readonly receivedNs: number
}

/** One request's account: its part in the metrics, and its line in the truth log. */
export interface ReplyAccount {
  /** A token came out of the backend. */
  generated(nowNs: number): void
  /** Hands tokens to the kernel by calling `send`, and notes the times around it. */
  handOver(dueNs: readonly number[], send: () => boolean): void
  outputTokens(): number
  /** The request's end. Later calls do nothing. */
  close(reason: FinishedReason, job: Job | undefined): void
}

export function createReplyAccount(request: AccountedRequest, ledgers: Ledgers): ReplyAccount {
  const { metrics, lateness, truthLog } = ledgers
  const dueTimes: number[] = []
  const tokenTimes: number[] = []
  const afterTimes: number[] = []
  let outputTokens = 0
  let queuedWrites = 0
  let firstTokenNs: number | undefined
  let lastTokenNs: number | undefined
  let isClosed = false

  function noteQueued(): void {
    queuedWrites++
    lateness.queuedWrite()
  }

  return {
    generated(nowNs) {
      outputTokens++
      if (lastTokenNs === undefined) {
        firstTokenNs = nowNs
        metrics.firstToken(nowNs - request.arrivedNs, request.promptTokens)
      } else metrics.nextToken(nowNs - lastTokenNs)
      lastTokenNs = nowNs
    },
    handOver(dueNs, send) {
      if (truthLog === undefined) {
        if (!send()) noteQueued()
        return
      }
      const systemAheadNs = ledgers.realtimeNs() - ledgers.monotonicNs()
      const beforeNs = Math.round(ledgers.realtimeNs())
      if (!send()) noteQueued()
      const afterNs = Math.round(ledgers.realtimeNs())
      for (const due of dueNs) {
        dueTimes.push(Math.round(due + systemAheadNs))
        tokenTimes.push(beforeNs)
        afterTimes.push(afterNs)
      }
    },
    outputTokens: () => outputTokens,
    close(reason, job) {
      if (isClosed) return
      isClosed = true
      const { requestId, index, stream, promptTokens, faults, arrivedNs, receivedNs } = request
      metrics.ended(reason, {
        arrivedNs,
        admittedNs: job?.admittedNs(),
        firstTokenNs,
        lastTokenNs,
        promptTokens,
        outputTokens,
      })
      truthLog?.write({
        request_id: requestId,
        index,
        stream,
        received_ns: Math.round(receivedNs),
        due_ns: dueTimes,
        token_ns: tokenTimes,
        token_after_ns: afterTimes,
        end_ns: reason === 'abort' || reason === 'error' ? null : Math.round(ledgers.realtimeNs()),
        prompt_tokens: promptTokens,
        output_tokens: outputTokens,
        cached_tokens: job?.cachedTokens() ?? 0,
        queued_writes: queuedWrites,
        faults,
      })
    },
  }
}
