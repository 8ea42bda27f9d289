/** When a request is in service. */
interface ServicePeriod {
  readonly startNs: number
  readonly endNs: number
}

/**
 * A station of c servers and one first-in-first-out queue, without a clock: M/G/c where arrivals are Poisson. Times
 * of arrival must not go back. A request that its client gives up is served all the same, so that the law holds.
 */
export interface Station {
  /** In first-in-first-out order a request's fate is known when it arrives: it takes the server that is free first. */
  arrive(nowNs: number, serviceNs: number): ServicePeriod
}

export function createStation(servers: number): Station {
  const freeAtNs = new Float64Array(servers)
  return {
    arrive(nowNs, serviceNs) {
      let first = 0
      for (let server = 1; server < servers; server++)
        if (freeAtNs[server]! < freeAtNs[first]!) first = server
      const startNs = Math.max(nowNs, freeAtNs[first]!)
      const endNs = startNs + serviceNs
      freeAtNs[first] = endNs
      return { startNs, endNs }
    },
  }
}
