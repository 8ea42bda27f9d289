import type { ServiceLaw } from '../../src/simulator/service-law.ts'
import { md1 } from '../../src/statistics/queueing/md1.ts'
import { mm1 } from '../../src/statistics/queueing/mm1.ts'
import { mmc } from '../../src/statistics/queueing/mmc.ts'
import type { QueueLaws } from '../../src/statistics/queueing/time-law.ts'
import type { QueueLoad } from '../../src/statistics/queueing/utilization.ts'

/** A station of the simulator under Poisson arrivals, and what theory says of it. */
export interface KnownQueue {
  readonly name: string
  readonly law: ServiceLaw
  readonly servers: number
  readonly load: QueueLoad
  readonly laws: QueueLaws
}

type Kind = 'M/M/1' | 'M/D/1' | 'M/M/4'

/** The queue at this utilization, with this mean service time. */
export function knownQueue(kind: Kind, utilization: number, meanServiceNs: number): KnownQueue {
  const servers = kind === 'M/M/4' ? 4 : 1
  const meanServiceSeconds = meanServiceNs / 1e9
  const load = { arrivalsPerSecond: (utilization * servers) / meanServiceSeconds, meanServiceSeconds }
  const law: ServiceLaw =
    kind === 'M/D/1'
      ? { kind: 'deterministic', timeNs: meanServiceNs }
      : { kind: 'exponential', meanNs: meanServiceNs }
  const laws = kind === 'M/M/1' ? mm1(load) : kind === 'M/D/1' ? md1(load) : mmc(load, servers)
  return { name: `${kind} at ρ = ${utilization}`, law, servers, load, laws }
}

/**
 * How long the queue takes to forget where it began: of M/M/c, 1 / (cμ (1 − √ρ)²) (Morse 1955; Cohen 1982 for c = 1),
 * which is also more than that of M/D/1. Seconds.
 */
export function relaxationSeconds({ load, servers, laws }: KnownQueue): number {
  return load.meanServiceSeconds / servers / (1 - Math.sqrt(laws.utilization)) ** 2
}
