import { shortened } from '../errors.ts'
import type { RequestRecord } from '../record/request-record.ts'
import type { Summary } from './summary.ts'

const shownMessages = 10
const shownLength = 300
/** A server whose every message is different mustn't fill the memory. */
const keptMessages = 1000

/** Counts failed requests by how they ended, and their messages. */
export class ErrorTable {
  readonly #kinds = new Map<string, number>()
  readonly #messages = new Map<string, { readonly kind: string; readonly message: string; count: number }>()

  /** Adds a request that isn't ok. */
  add(record: RequestRecord): void {
    const kind = record.status
    this.#kinds.set(kind, (this.#kinds.get(kind) ?? 0) + 1)
    if (record.error === null) return
    const message = shortened(record.error, shownLength)
    const key = `${kind} ${message}`
    const known = this.#messages.get(key)
    if (known !== undefined) known.count++
    else if (this.#messages.size < keptMessages) this.#messages.set(key, { kind, message, count: 1 })
  }

  kinds(): Summary['errors'] {
    return Object.fromEntries(this.#kinds)
  }

  /** Most frequent first. */
  messages(): Summary['error_messages'] {
    return [...this.#messages.values()].sort((a, b) => b.count - a.count).slice(0, shownMessages)
  }
}
