import type { RequestRecord } from '../record/request-record.ts'
import type { Clock } from '../time/clock.ts'

/** Count, sum and sum of squares: those of several workers add up. */
export interface PowerSums {
  readonly n: number
  readonly sum: number
  readonly squares: number
}

/** What a study finds out about one worker over the measured window, besides the stamps. */
export interface StudyFigures {
  /** Token events in a turn of the loop, of turns with any. */
  readonly turnEvents: PowerSums
  /** Processor time of the process, and the time that went by. */
  readonly cpuNs: number
  readonly elapsedNs: number
}

export interface WorkerStudyParts {
  readonly clock: Clock
  /** Work added to each token event after it was stamped, by spinning. */
  readonly eventWorkNs: number
  readonly windowStartNs: number
  readonly windowEndNs: number
  /** Where the twin of each record goes; it may keep neither the record nor its times. */
  readonly onTwin: (twin: RequestRecord) => void
}

/**
 * Stamps each token event when the process gets to it, and has it take longer than it would. The cost is a reading of
 * the clock an event, and the work added on purpose. A worker without a study has none of this.
 */
export class WorkerStudy {
  readonly #parts: WorkerStudyParts
  readonly #turnEvents = new Sums()
  #eventsInTurn = 0
  #cpuDueNs = Number.NEGATIVE_INFINITY
  #firstTurn: TurnTimes | undefined
  #lastTurn: TurnTimes | undefined

  constructor(parts: WorkerStudyParts) {
    this.#parts = parts
  }

  /** A token event is about to be handled. Returns the time, by the process's clock; the added work is done then. */
  token(): number {
    const { clock, eventWorkNs } = this.#parts
    const nowNs = clock.nowNs()
    this.#eventsInTurn++
    if (eventWorkNs > 0) spinUntil(clock, nowNs + eventWorkNs)
    return nowNs
  }

  turnEnds(nowNs: number): void {
    const events = this.#eventsInTurn
    this.#eventsInTurn = 0
    if (!this.#isMeasured(nowNs)) return
    if (events > 0) this.#turnEvents.add(events)
    if (nowNs < this.#cpuDueNs) return
    this.#cpuDueNs = nowNs + cpuEveryNs
    const turn = { atNs: nowNs, cpuNs: processCpuNs() }
    this.#firstTurn ??= turn
    this.#lastTurn = turn
  }

  #isMeasured(nowNs: number): boolean {
    return nowNs >= this.#parts.windowStartNs && nowNs < this.#parts.windowEndNs
  }

  writeTwin(twin: RequestRecord): void {
    this.#parts.onTwin(twin)
  }

  nowNs(): number {
    return this.#parts.clock.nowNs()
  }

  figures(): StudyFigures {
    const [first, last] = [this.#firstTurn, this.#lastTurn]
    return {
      turnEvents: this.#turnEvents.plain(),
      cpuNs: first === undefined || last === undefined ? 0 : last.cpuNs - first.cpuNs,
      elapsedNs: first === undefined || last === undefined ? 0 : last.atNs - first.atNs,
    }
  }
}

function spinUntil(clock: Clock, ns: number): void {
  while (clock.nowNs() < ns);
}

/** How often the process asks for its processor time, which takes about a microsecond. */
const cpuEveryNs = 50e6

interface TurnTimes {
  readonly atNs: number
  readonly cpuNs: number
}

function processCpuNs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) * 1000
}

class Sums {
  #n = 0
  #sum = 0
  #squares = 0

  add(value: number): void {
    this.#n++
    this.#sum += value
    this.#squares += value * value
  }

  plain(): PowerSums {
    return { n: this.#n, sum: this.#sum, squares: this.#squares }
  }
}
