import { Float64List } from '../record/float64-list.ts'
import type { TokenEvents } from './token-events.ts'

/** What a worker's events say of it as a server of a queue, in ns. */
export interface HandlingTimes {
  /** From the start of one event's handling to that of the next, where the next was waiting when the first began. */
  readonly service: Float64Array
  /** From arrival to the start of handling, of events that came when the one before them had been handled. */
  readonly wake: Float64Array
}

/**
 * Takes service times from the stamps alone. Whether the next event was waiting when this one began doesn't depend on
 * how long this one takes, so the choice favours neither long nor short ones; what they hold besides (reads, requests
 * sent between, the system's other work) is what an event truly costs. `eventWorkNs` is the least that handling takes.
 */
export function handlingTimes(events: TokenEvents, eventWorkNs: number): HandlingTimes {
  const [arrivedNs, userNs] = [events.arrivedNs.values(), events.userNs.values()]
  const order = Uint32Array.from(userNs, (_, i) => i).sort((a, b) => userNs[a]! - userNs[b]!)
  const service = new Float64List()
  const wake = new Float64List()
  for (let k = 1; k < order.length; k++) {
    const beganNs = userNs[order[k - 1]!]!
    const nextNs = userNs[order[k]!]!
    const nextArrivedNs = arrivedNs[order[k]!]!
    if (nextArrivedNs <= beganNs) service.push(nextNs - beganNs)
    else if (nextArrivedNs > beganNs + eventWorkNs) wake.push(nextNs - nextArrivedNs)
  }
  return { service: service.values(), wake: wake.values() }
}
