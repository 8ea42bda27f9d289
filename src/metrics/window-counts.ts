import type { RequestRecord } from '../record/request-record.ts'
import { LengthBiasedMean } from './length-biased-mean.ts'
import { type MeasuredWindow, windowSeconds } from './measured-window.ts'
import { rateFigure } from './rate-figure.ts'
import type { Summary } from './summary.ts'
import { TimeSlices } from './time-slices.ts'

const fewestRequests = 10

/**
 * What happened inside a window, whenever the request was planned: a token of a warm-up request that arrives in the
 * window counts, and a token that arrives in the drain doesn't. Counted by slices of time, for the rates' intervals.
 */
export class WindowCounts {
  readonly #window: MeasuredWindow
  readonly #okRequests: TimeSlices
  readonly #inputTokens: TimeSlices
  readonly #outputTokens: TimeSlices
  /** How long requests bring tokens. */
  readonly #streamingNs = new LengthBiasedMean()
  #ok = 0
  #measuredSends = 0

  constructor(window: MeasuredWindow) {
    this.#window = window
    this.#okRequests = new TimeSlices(window.startNs, window.endNs)
    this.#inputTokens = new TimeSlices(window.startNs, window.endNs)
    this.#outputTokens = new TimeSlices(window.startNs, window.endNs)
  }

  add(record: RequestRecord): void {
    if (record.phase === 'measure' && this.#includes(record.sentNs)) this.#measuredSends++
    if (record.status === 'ok' && this.#includes(record.endNs)) {
      this.#ok++
      this.#okRequests.add(record.endNs, 1)
      this.#streamingNs.add(record.endNs - (record.firstTokenNs ?? record.endNs))
    }
    // The server has read the prompt by its first token; of a failed request without one, nobody knows.
    const readNs = record.firstTokenNs ?? (record.status === 'ok' ? record.endNs : null)
    if (this.#includes(readNs)) this.#inputTokens.add(readNs, record.inputTokens ?? 0)
    this.#addOutputTokens(record)
  }

  /** Sends of measured requests. */
  get measuredSends(): number {
    return this.#measuredSends
  }

  /** At which requests were completed; 0 in an empty window. */
  get okRequestsPerSecond(): number {
    const seconds = windowSeconds(this.#window)
    return seconds > 0 ? this.#ok / seconds : 0
  }

  /**
   * Of fewer requests than `fewestRequests` there is no rate, not of their tokens either, however evenly those came. Requests that
   * come at random bring their tokens together; in a closed loop or at even gaps, others fill in.
   */
  throughput(atRandom: boolean): Summary['throughput'] {
    const dependenceS = atRandom ? this.#streamingNs.value / 1e9 : 0
    const seconds = this.#ok < fewestRequests ? 0 : windowSeconds(this.#window)
    const input = this.#inputTokens.amounts
    const output = this.#outputTokens.amounts
    const figures = {
      requests_per_s: rateFigure(this.#okRequests.amounts, seconds),
      output_tokens_per_s: rateFigure(output, seconds, dependenceS),
      input_tokens_per_s: rateFigure(input, seconds),
      total_tokens_per_s: rateFigure(
        input.map((tokens, slice) => tokens + output[slice]!),
        seconds,
        dependenceS,
      ),
    }
    return {
      requests_per_s: figures.requests_per_s.rate,
      output_tokens_per_s: figures.output_tokens_per_s.rate,
      input_tokens_per_s: figures.input_tokens_per_s.rate,
      total_tokens_per_s: figures.total_tokens_per_s.rate,
      ci95: {
        requests_per_s: figures.requests_per_s.ci95,
        output_tokens_per_s: figures.output_tokens_per_s.ci95,
        input_tokens_per_s: figures.input_tokens_per_s.ci95,
        total_tokens_per_s: figures.total_tokens_per_s.ci95,
      },
    }
  }

  /** Each event stands for an equal share of the reply's tokens; an unstreamed reply's all arrive at its end. */
  #addOutputTokens({ tokenNs, tokenEvents, outputTokens, endNs }: RequestRecord): void {
    if (tokenEvents === 0) {
      if (this.#includes(endNs)) this.#outputTokens.add(endNs, outputTokens ?? 0)
      return
    }
    const each = (outputTokens ?? tokenEvents) / tokenEvents
    for (let i = 0; i < tokenEvents; i++) {
      const atNs = tokenNs[i]!
      if (this.#includes(atNs)) this.#outputTokens.add(atNs, each)
    }
  }

  #includes(atNs: number | null): atNs is number {
    return atNs !== null && atNs >= this.#window.startNs && atNs <= this.#window.endNs
  }
}
