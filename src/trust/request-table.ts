import { Float64List } from '../record/float64-list.ts'
import {
  type RequestRecord,
  type RequestStatus,
  requestStatuses,
  tokenSources,
} from '../record/request-record.ts'
import { orderViolation } from './order-violation.ts'

/** What the checks look at of each record; null is NaN. Times are ns since the epoch. */
const numberFields = [
  'index',
  'worker',
  'stage',
  'plannedNs',
  'sentNs',
  'firstByteNs',
  'firstTokenNs',
  'lastTokenNs',
  'endNs',
  'tokenEvents',
  'errorBoundNs',
  'firstTokenErrorBoundNs',
  'sendErrorBoundNs',
  'readDelayNs',
  'requestedOutputTokens',
  'inputTokens',
  'outputTokens',
  'cachedTokens',
  'reasoningTokens',
  'events',
  'retransmits',
  'attempts',
  'promptHash',
  'replyHash',
] as const
export type RequestField = (typeof numberFields)[number]

export type RequestColumns = Readonly<Record<RequestField, Float64Array>> & {
  /** Position in `requestStatuses`. */
  readonly status: Float64Array
  /** 1 for a request of the measured part, 0 of the warm-up. */
  readonly measured: Float64Array
  /** Position in `tokenSources`. */
  readonly tokenSource: Float64Array
  /** Position in `finishReasons`; NaN without one. */
  readonly finishReason: Float64Array
  /** 1 for a request that was planned before its connection was open. */
  readonly opened: Float64Array
}

/** All requests of a run, warm-up included, as parallel arrays in the order of the plan (`index`). */
export interface RequestTable {
  readonly length: number
  readonly columns: RequestColumns
  readonly finishReasons: readonly string[]
  /** Requests whose times run backwards, and the first of them in words. */
  readonly disordered: { readonly count: number; readonly first: string | null }
}

export function statusCode(status: RequestStatus): number {
  return requestStatuses.indexOf(status)
}

const ownFields = ['status', 'measured', 'tokenSource', 'finishReason', 'opened'] as const

/** Gathers records, in any order and reused or not, into a RequestTable. */
export class RequestTableBuilder {
  readonly #lists = Object.fromEntries(
    [...numberFields, ...ownFields].map((field) => [field, new Float64List()]),
  ) as Record<RequestField | (typeof ownFields)[number], Float64List>
  readonly #finishReasons: string[] = []
  #disordered = 0
  #firstDisorder: string | null = null

  add(record: RequestRecord): void {
    const lists = this.#lists
    for (const field of numberFields) lists[field].push(record[field] ?? Number.NaN)
    lists.status.push(statusCode(record.status))
    lists.measured.push(record.phase === 'measure' ? 1 : 0)
    lists.tokenSource.push(tokenSources.indexOf(record.tokenSource))
    lists.finishReason.push(this.#finishReason(record.finishReason))
    lists.opened.push((record.securedNs ?? record.connectedNs ?? record.plannedNs) > record.plannedNs ? 1 : 0)
    const violation = orderViolation(record)
    if (violation === null) return
    this.#disordered++
    this.#firstDisorder ??= `request ${record.index}: ${violation}`
  }

  #finishReason(reason: string | null): number {
    if (reason === null) return Number.NaN
    const known = this.#finishReasons.indexOf(reason)
    return known >= 0 ? known : this.#finishReasons.push(reason) - 1
  }

  build(): RequestTable {
    const unsorted = this.#lists.index.values()
    const order = new Uint32Array(unsorted.length).map((_, i) => i)
    order.sort((a, b) => unsorted[a]! - unsorted[b]!)
    const columns = Object.fromEntries(
      Object.entries(this.#lists).map(([field, list]) => {
        const values = list.values()
        return [field, Float64Array.from(order, (at) => values[at]!)]
      }),
    ) as unknown as RequestColumns
    return {
      length: order.length,
      columns,
      finishReasons: this.#finishReasons,
      disordered: { count: this.#disordered, first: this.#firstDisorder },
    }
  }
}
