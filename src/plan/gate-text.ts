import { shortened, TareError } from '../errors.ts'
import type { ObjectivePiece } from './objective-text.ts'

/** What is wrong with a gate, and where; `piece` is the subject of `why`, the whole when it is empty. */
export function badGate(text: string, piece: ObjectivePiece, why: string, hint?: string): TareError {
  const subject = piece.text === '' ? 'it' : `"${shortened(piece.text, 60)}" at column ${piece.at + 1}`
  return new TareError('usage', `"${shortened(text, 60)}" isn't a gate: ${subject} ${why}`, {
    hint: hint ?? "write it as 'ttft.p99 5%' or 'error_rate 0.5pp'",
  })
}
