import type { FromWorker, ToWorker } from './worker-messages.ts'

/** JSON has no infinity, and plans have many: no duration, no limit. */
const infinity = '\u0000Infinity'

/** A message as one line of text, without its line end. */
export function encodeMessage(message: ToWorker | FromWorker): string {
  return JSON.stringify(message, (_key, value: unknown) =>
    value === Number.POSITIVE_INFINITY ? infinity : value,
  )
}

export function decodeMessage<Message extends ToWorker | FromWorker>(line: string): Message {
  return JSON.parse(line, (_key, value: unknown) =>
    value === infinity ? Number.POSITIVE_INFINITY : value,
  ) as Message
}
