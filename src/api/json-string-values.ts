const quote = 0x22
const backslash = 0x5c
const colon = 0x3a
const space = 0x20

/** A string that is a value in a JSON text, not a key: its body is `[start, end)`, the quotes just outside. */
export interface JsonStringValue {
  readonly start: number
  readonly end: number
}

/** The string values in `bytes[start, end)`, which must be valid JSON, in order. */
export function* jsonStringValues(bytes: Uint8Array, start: number, end: number): Generator<JsonStringValue> {
  let at = start
  while (at < end) {
    if (bytes[at++] !== quote) continue
    const body = at
    while (at < end && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1
    const bodyEnd = at++
    let next = at
    // Valid JSON has nothing at or below a space outside strings but white space.
    while (next < end && bytes[next]! <= space) next++
    if (bytes[next] !== colon || next === end) yield { start: body, end: bodyEnd }
  }
}
