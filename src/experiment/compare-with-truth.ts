import { Float64List } from '../record/float64-list.ts'
import type { RequestRecord } from '../record/request-record.ts'
import type { WorkerStudies } from '../run/finish-study.ts'
import { clientQueue } from './client-queue.ts'
import { LatencyValues, type TokenTimes, withTokenTimes } from './latency-values.ts'
import { nsFigures } from './ns-figures.ts'
import type { ReplyTruth, SimulatorTruth } from './simulator-truth.ts'
import { TokenEvents } from './token-events.ts'
import type { ClockComparison, TruthComparison } from './truth-comparison.ts'

export interface ComparisonParts {
  readonly runFolder: string
  readonly timestampSource: string
  readonly records: Iterable<RequestRecord> | AsyncIterable<RequestRecord>
  /** The user-space times of each request, by its id. */
  readonly twins: ReadonlyMap<string, TokenTimes>
  readonly truth: SimulatorTruth
  readonly studies: WorkerStudies
  readonly workers: number
  /** Work that was added to each token event. */
  readonly eventWorkNs: number
  /** The measured window. */
  readonly startNs: number
  readonly endNs: number
}

/** Joins what was recorded of each token, by either clock, with what the sender knows of it. */
export async function compareWithTruth(parts: ComparisonParts): Promise<TruthComparison> {
  const { twins, truth, startNs, endNs } = parts
  const clocks = { kernel: new ClockErrors(), user: new ClockErrors() }
  const truthValues = new LatencyValues()
  const writeNs = new Float64List()
  const latenessNs = new Float64List()
  const events: TokenEvents[] = []
  const counts = { requests: 0, failed: 0, unmatched: 0, ended: 0 }
  let inFlightNs = 0

  function addTokens(record: RequestRecord, userNs: Float64Array, reply: ReplyTruth): void {
    events[record.worker] ??= new TokenEvents()
    for (let i = 0; i < record.tokenEvents; i++) {
      const beforeNs = reply.beforeNs[i]!
      if (beforeNs < startNs || beforeNs >= endNs) continue
      const kernelNs = record.tokenNs[i]!
      clocks.kernel.add(kernelNs, beforeNs, reply.afterNs[i]!)
      clocks.user.add(userNs[i]!, beforeNs, reply.afterNs[i]!)
      writeNs.push(reply.afterNs[i]! - beforeNs)
      latenessNs.push(beforeNs - reply.dueNs[i]!)
      const arrivedNs = Math.min(Math.max(kernelNs, beforeNs), reply.afterNs[i]!)
      events[record.worker]!.add(reply.dueNs[i]!, arrivedNs, userNs[i]!)
    }
  }

  for await (const record of parts.records) {
    const { sentNs, status } = record
    if (sentNs !== null) inFlightNs += Math.max(0, Math.min(record.endNs, endNs) - Math.max(sentNs, startNs))
    if (status !== 'ok') {
      counts.failed++
      continue
    }
    const [reply, twin] = [truth.get(record.requestId), twins.get(record.requestId)]
    if (!sameTokens(record, reply, twin)) {
      counts.unmatched++
      continue
    }
    counts.requests++
    if (record.endNs >= startNs && record.endNs < endNs) counts.ended++
    addTokens(record, twin!.tokenNs, reply!)
    clocks.kernel.latencies.add(record)
    clocks.user.latencies.add(withTokenTimes(record, twin!))
    const ended = { tokenNs: reply!.beforeNs, endNs: reply!.endNs ?? record.endNs }
    truthValues.add(withTokenTimes(record, ended))
  }
  const seconds = (endNs - startNs) / 1e9
  return {
    runFolder: parts.runFolder,
    timestampSource: parts.timestampSource,
    kernel: clocks.kernel.comparison(),
    user: clocks.user.comparison(),
    truthMs: truthValues.figures(),
    tokens: writeNs.length,
    requests: counts.requests,
    failedRequests: counts.failed,
    unmatchedRequests: counts.unmatched,
    senderWriteNs: nsFigures(writeNs.values()),
    simulatorLatenessNs: nsFigures(latenessNs.values()),
    tokensPerSecond: writeNs.length / seconds,
    requestsPerSecond: counts.ended / seconds,
    streams: inFlightNs / (endNs - startNs),
    workers: parts.workers,
    clientCpuCoresPerWorker: meanCores(parts.studies),
    client: clientQueue({ ...parts, events: events.filter((each) => each !== undefined) }),
  }
}

function sameTokens(
  { tokenEvents }: RequestRecord,
  reply: ReplyTruth | undefined,
  twin: TokenTimes | undefined,
): boolean {
  return reply?.beforeNs.length === tokenEvents && twin?.tokenNs.length === tokenEvents
}

function meanCores(studies: WorkerStudies): number {
  return studies.reduce((sum, { cpuNs, elapsedNs }) => sum + cpuNs / elapsedNs, 0) / studies.length
}

/** One clock's errors, token by token. */
class ClockErrors {
  readonly latencies = new LatencyValues()
  readonly #errorNs = new Float64List()
  readonly #outsideNs = new Float64List()

  add(recordedNs: number, beforeNs: number, afterNs: number): void {
    this.#errorNs.push(recordedNs - beforeNs)
    this.#outsideNs.push(Math.min(0, recordedNs - beforeNs) + Math.max(0, recordedNs - afterNs))
  }

  comparison(): ClockComparison {
    return {
      errorNs: nsFigures(this.#errorNs.values()),
      outsideWriteNs: nsFigures(this.#outsideNs.values()),
      latencyMs: this.latencies.figures(),
    }
  }
}
