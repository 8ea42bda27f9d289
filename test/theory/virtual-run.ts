import type { LoadPlan } from '../../src/load/load-plan.ts'
import { createPacer } from '../../src/load/pacer.ts'
import type { SampledDistribution } from '../../src/metrics/summary.ts'
import type { RequestRecord } from '../../src/record/request-record.ts'
import { serviceTimeNs } from '../../src/simulator/service-law.ts'
import { createStation } from '../../src/simulator/station.ts'
import { type KnownQueue, relaxationSeconds } from './known-queue.ts'
import { measure } from './measure.ts'
import { stationRecord } from './station-record.ts'

/** Of the warm-up: a run begins with an empty queue. */
const warmupRelaxations = 10

/** An open-loop plan of about so many measured requests, after a warm-up. */
export function poissonPlan(queue: KnownQueue, requests: number, seed: number): LoadPlan {
  const ratePerSecond = queue.load.arrivalsPerSecond
  const stage = {
    kind: 'open',
    arrival: 'poisson',
    burstiness: 1,
    startRatePerSecond: ratePerSecond,
    endRatePerSecond: ratePerSecond,
    durationNs: (requests / ratePerSecond) * 1e9,
  } as const
  return {
    seed,
    stages: [stage],
    warmupNs: warmupRelaxations * relaxationSeconds(queue) * 1e9,
    requests: Number.POSITIVE_INFINITY,
    maxConcurrency: Number.POSITIVE_INFINITY,
  }
}

/** The records of a run of the plan against a station in virtual time, with every send on its planned time. */
export function virtualRun({ law, servers }: KnownQueue, plan: LoadPlan): RequestRecord[] {
  const station = createStation(servers)
  const pacer = createPacer(plan, { worker: 0, workers: 1 })
  const records: RequestRecord[] = []
  while (Number.isFinite(pacer.nextDueNs())) {
    const { index, plannedNs, phase } = pacer.take()
    const service = station.arrive(plannedNs, serviceTimeNs(law, plan.seed, index))
    records.push(stationRecord({ index, phase, arrivedNs: plannedNs, ...service }))
  }
  return records
}

/** What runs of the same length printed, one element a run. */
export interface PrintedTimes {
  readonly waiting: readonly SampledDistribution[]
  readonly response: readonly SampledDistribution[]
}

/** Runs of about so many requests each, with seeds 1, 2, 3 … */
export function virtualRuns(queue: KnownQueue, requests: number, seeds: number): PrintedTimes {
  const printed = Array.from({ length: seeds }, (_, i) => {
    const records = virtualRun(queue, poissonPlan(queue, requests, i + 1))
    return measure(records).latency_ms
  })
  return { waiting: printed.map(({ ttft }) => ttft), response: printed.map(({ e2e }) => e2e) }
}
