import type { Exchange } from './exchange.ts'

/** Exchanges in the order of their deadlines, which is the order in which they began: all have the same timeout. */
export interface DeadlineQueue {
  add(exchange: Exchange): void
  /** When the first that isn't over times out; Infinity without one. */
  nextNs(): number
  /** Takes the first exchange whose deadline has passed. */
  takeExpired(nowNs: number): Exchange | undefined
  /** All that aren't over. */
  remaining(): Exchange[]
}

export function createDeadlineQueue(): DeadlineQueue {
  let queue: Exchange[] = []
  let head = 0

  function skipOver(): Exchange | undefined {
    while (head < queue.length && queue[head]!.over) head++
    // Cut off what has been passed once it is most of the array.
    if (head > 1024 && head * 2 > queue.length) {
      queue = queue.slice(head)
      head = 0
    }
    return queue[head]
  }

  return {
    add: (exchange) => {
      queue.push(exchange)
    },
    nextNs: () => skipOver()?.deadlineNs ?? Number.POSITIVE_INFINITY,
    takeExpired: (nowNs) => {
      const first = skipOver()
      if (first === undefined || first.deadlineNs > nowNs) return undefined
      head++
      return first
    },
    remaining: () => queue.slice(head).filter((exchange) => !exchange.over),
  }
}
