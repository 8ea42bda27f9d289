import { shortened, TareError } from '../errors.ts'

/** A piece of an objective's text, and where it begins, from 0. */
export interface ObjectivePiece {
  readonly text: string
  readonly at: number
}

export function trimmedPiece({ text, at }: ObjectivePiece): ObjectivePiece {
  const trimmed = text.trim()
  return { text: trimmed, at: at + (trimmed === '' ? 0 : text.indexOf(trimmed)) }
}

/** What is wrong with an objective, and where; `piece` is the subject of `why`, the whole when it is empty. */
export function badObjective(text: string, piece: ObjectivePiece, why: string, hint?: string): TareError {
  const subject = piece.text === '' ? 'it' : `"${shortened(piece.text, 60)}" at column ${piece.at + 1}`
  return new TareError('usage', `"${shortened(text, 60)}" isn't an objective: ${subject} ${why}`, {
    hint: hint ?? "write it as 'ttft.p99 < 300ms' or 'goodput > 99%'",
  })
}
