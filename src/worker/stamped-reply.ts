import type { RequestRecord } from '../record/request-record.ts'
import type { WorkerStudy } from './worker-study.ts'

/** The user-space stamps of one reply after another on a connection, as the twin of each request's record. */
export class StampedReply {
  readonly #study: WorkerStudy
  #tokenNs: Float64Array = new Float64Array(256)
  #tokens = 0
  #firstByteNs: number | null = null

  constructor(study: WorkerStudy) {
    this.#study = study
  }

  begin(): void {
    this.#tokens = 0
    this.#firstByteNs = null
  }

  firstByte(observedNs: number): void {
    this.#firstByteNs = observedNs
  }

  token(): void {
    if (this.#tokens === this.#tokenNs.length) {
      const grown = new Float64Array(this.#tokenNs.length * 2)
      grown.set(this.#tokenNs)
      this.#tokenNs = grown
    }
    this.#tokenNs[this.#tokens++] = this.#study.token()
  }

  /** The request has ended, and its record is complete: leaves the same record by the process's clock. */
  end(record: RequestRecord): void {
    const tokenNs = this.#tokenNs
    const tokens = this.#tokens
    const answerAt =
      record.firstAnswerTokenNs === null ? -1 : record.tokenNs.indexOf(record.firstAnswerTokenNs)
    this.#study.writeTwin({
      ...record,
      tokenNs,
      tokenEvents: tokens,
      firstByteNs: this.#firstByteNs,
      firstTokenNs: tokens > 0 ? tokenNs[0]! : null,
      firstAnswerTokenNs: answerAt >= 0 && answerAt < tokens ? tokenNs[answerAt]! : null,
      lastTokenNs: tokens > 0 ? tokenNs[tokens - 1]! : null,
      endNs: this.#study.nowNs(),
      timestampSource: 'user',
      errorBoundNs: null,
      lastTokenErrorBoundNs: null,
      firstTokenErrorBoundNs: null,
      readDelayNs: null,
    })
  }
}
