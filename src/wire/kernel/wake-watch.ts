import { RunQueue } from '../run-queue.ts'

/** A reading of the run queue stands for that before a wait when it is no older. */
const freshNs = 1e6
/** A shorter wait isn't worth a reading: what came in it came within it. */
const shortestWaitNs = 2e5
/** The least that is allowed for a wake-up: a core leaving its idle state, an interrupt, the way out of the kernel. */
const leastWakeUpNs = 5e4
/** How much of the longest wake-up seen is still allowed for after another: half after some 140. */
const memory = 0.995
const never = Number.NEGATIVE_INFINITY

/**
 * Tells when a loop that slept in the kernel was woken. All its sockets were empty while it slept, and the first bytes
 * to come woke it: so what its wait found came after
 *
 *     return − (time waited for a core since before the wait) − (what a wake-up takes besides)
 *
 * The second is the scheduler's account. The third is by what kernel stamps have shown of late: the longest, up to twice that.
 */
export class WakeWatch {
  readonly #runQueue: RunQueue
  #waitedNs: number | null
  #readAtNs = never
  #wakeUpNs = leastWakeUpNs
  #enteredNs = never
  /** When the latest wait returned, less the time waited for a core; `never` when that is all there was of it. */
  #awakeNs = never

  constructor(runQueue: RunQueue = new RunQueue()) {
    this.#runQueue = runQueue
    this.#waitedNs = runQueue.waitedNs()
  }

  /** Before a wait. */
  entering(nowNs: number): void {
    this.#enteredNs = nowNs
    if (nowNs - this.#readAtNs > freshNs) this.#read(nowNs)
  }

  /** After it. */
  returned(nowNs: number): void {
    this.#awakeNs = never
    if (this.#waitedNs === null || nowNs - this.#enteredNs < shortestWaitNs) return
    const beforeNs = this.#waitedNs
    this.#read(nowNs)
    if (this.#waitedNs === null) return
    this.#awakeNs = nowNs - (this.#waitedNs - beforeNs)
    this.#wakeUpNs = Math.max(leastWakeUpNs, this.#wakeUpNs * memory)
  }

  /**
   * The latest wait found bytes with this kernel stamp. One within the wait shows how long the wake-up took at least: when that is
   * more than is allowed for, the bytes before it may be as much older again. One from before the wait shows that the loop didn't
   * sleep, or that the bytes lacked others before them.
   */
  saw(stampNs: number): void {
    const shownNs = this.#awakeNs - stampNs
    if (stampNs <= this.#enteredNs) this.#awakeNs = never
    else if (shownNs > this.#wakeUpNs) this.#wakeUpNs = 2 * shownNs
  }

  /** The earliest that the latest wait can have been woken from sleep; -Infinity when it may not have slept. */
  get wokenNs(): number {
    // Whole, as all times are in files.
    const wokenNs = Math.floor(this.#awakeNs - this.#wakeUpNs)
    return wokenNs > this.#enteredNs ? wokenNs : never
  }

  #read(nowNs: number): void {
    this.#waitedNs = this.#runQueue.waitedNs()
    this.#readAtNs = nowNs
  }

  close(): void {
    this.#runQueue.close()
  }
}
