import { parseGate } from './parse-gate.ts'

/** The text of a gate, if it is one. Throws TareError('usage') that says what is wrong. */
export function checkGate(text: string): string {
  return parseGate(text).text
}
