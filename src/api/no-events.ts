import type { Delta } from './api.ts'

/** In place of `decodeEvent` in an API whose replies come in one piece. */
export function noEvents(): readonly Delta[] {
  throw new SyntaxError('an event in a reply that has none')
}
