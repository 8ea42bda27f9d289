import type { RequestRecord } from '../record/request-record.ts'
import { type MeasuredWindow, windowSeconds } from './measured-window.ts'
import type { Summary } from './summary.ts'

/**
 * What happened inside a window, whenever the request was planned: a token of a warm-up request that arrives in the
 * window counts, and a token that arrives in the drain doesn't.
 */
export class WindowCounts {
  readonly #window: MeasuredWindow
  #okRequests = 0
  #measuredSends = 0
  #inputTokens = 0
  #outputTokens = 0

  constructor(window: MeasuredWindow) {
    this.#window = window
  }

  add(record: RequestRecord): void {
    if (record.phase === 'measure' && this.#includes(record.sentNs)) this.#measuredSends++
    if (record.status === 'ok' && this.#includes(record.endNs)) this.#okRequests++
    // The server has read the prompt by its first token; of a failed request without one, nobody knows.
    const readNs = record.firstTokenNs ?? (record.status === 'ok' ? record.endNs : null)
    if (this.#includes(readNs)) this.#inputTokens += record.inputTokens ?? 0
    this.#outputTokens += this.#outputTokensInside(record)
  }

  /** Sends of measured requests. */
  get measuredSends(): number {
    return this.#measuredSends
  }

  throughput(): Summary['throughput'] {
    const seconds = windowSeconds(this.#window)
    const perSecond = (count: number): number => (seconds > 0 ? count / seconds : 0)
    return {
      requests_per_s: perSecond(this.#okRequests),
      output_tokens_per_s: perSecond(this.#outputTokens),
      input_tokens_per_s: perSecond(this.#inputTokens),
      total_tokens_per_s: perSecond(this.#inputTokens + this.#outputTokens),
      ci95: {
        requests_per_s: null,
        output_tokens_per_s: null,
        input_tokens_per_s: null,
        total_tokens_per_s: null,
      },
    }
  }

  /** Each event stands for an equal share of the reply's tokens; an unstreamed reply's all arrive at its end. */
  #outputTokensInside(record: RequestRecord): number {
    const { tokenNs, tokenEvents } = record
    if (tokenEvents === 0) return this.#includes(record.endNs) ? (record.outputTokens ?? 0) : 0
    const tokens = record.outputTokens ?? tokenEvents
    if (this.#includes(tokenNs[0]!) && this.#includes(tokenNs[tokenEvents - 1]!)) return tokens
    let inside = 0
    for (let i = 0; i < tokenEvents; i++) if (this.#includes(tokenNs[i]!)) inside++
    return (tokens * inside) / tokenEvents
  }

  #includes(atNs: number | null): boolean {
    return atNs !== null && atNs >= this.#window.startNs && atNs <= this.#window.endNs
  }
}
