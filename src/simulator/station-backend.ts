import type { Backend, TokenSink } from './backend.ts'
import { createDeadlineTimer } from './deadline-timer.ts'
import { createDueHeap } from './due-heap.ts'
import type { LatenessRecorder } from './lateness.ts'
import { type ServiceLaw, serviceTimeNs } from './service-law.ts'
import { createStation } from './station.ts'

export interface StationConfig {
  readonly law: ServiceLaw
  readonly servers: number
}

interface Service {
  readonly startNs: number
  readonly serviceNs: number
  readonly tokens: number
  readonly sink: TokenSink
  sent: number
  isAborted: boolean
  /** When the next token is due. */
  dueNs: number
}

/** Runs a station in real time: token i of n leaves when i/n of the request's service time is over. */
export function createStationBackend(
  config: StationConfig & { readonly maxModelTokens: number; readonly seed: number },
  nowNs: () => number,
  lateness: LatenessRecorder,
): Backend {
  const station = createStation(config.servers)
  const services = new Set<Service>()
  const due = createDueHeap<Service>()
  const timer = createDeadlineTimer(nowNs, sendDue)

  function plan(service: Service): void {
    service.dueNs = service.startNs + (service.serviceNs * (service.sent + 1)) / service.tokens
    due.push(service)
  }

  function setTimer(): void {
    const next = due.peek()
    if (next !== undefined) timer.set(next.dueNs)
  }

  function sendDue(): void {
    const startNs = nowNs()
    for (let next = due.peek(); next !== undefined && next.dueNs <= startNs; next = due.peek()) {
      const service = due.pop()!
      if (service.isAborted) continue
      service.sent++
      service.sink.token(service.dueNs, nowNs())
      lateness.record(nowNs() - service.dueNs)
      if (service.isAborted) continue
      if (service.sent < service.tokens) plan(service)
      else {
        services.delete(service)
        service.sink.finish()
      }
    }
    setTimer()
  }

  return {
    maxSequenceTokens: config.maxModelTokens,
    submit(request, requestIndex, sink) {
      const serviceNs = serviceTimeNs(config.law, config.seed, requestIndex)
      const { startNs } = station.arrive(nowNs(), serviceNs)
      const tokens = request.outputTokens
      const service: Service = { startNs, serviceNs, tokens, sink, sent: 0, isAborted: false, dueNs: 0 }
      services.add(service)
      plan(service)
      setTimer()
      return {
        abort() {
          service.isAborted = true
          services.delete(service)
        },
        cachedTokens: () => 0,
        admittedNs: () => (startNs <= nowNs() ? startNs : undefined),
      }
    },
    figures() {
      const now = nowNs()
      let running = 0
      for (const service of services) if (service.startNs <= now) running++
      const waiting = services.size - running
      return { running, waiting, cacheUsage: 0, preemptions: 0, prefixQueries: 0, prefixHits: 0, blocks: 0 }
    },
    stop: () => timer.cancel(),
  }
}
