const quote = 0x22
const backslash = 0x5c
const letterU = 0x75
const space = 0x20
const hexDigits = 4

/** Marks the characters that may follow a backslash in a JSON string (RFC 8259 §7). */
const isEscape: Uint8Array = marks('"\\/bfnrtu')
const isHex: Uint8Array = marks('0123456789abcdefABCDEF')

/** Whether `bytes[start, end)` can stand between the quotes of a JSON string and ends no sooner. */
export function isJsonStringBody(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start
  while (at < end) {
    const byte = bytes[at++]!
    if (byte === quote || byte < space) return false
    if (byte !== backslash) continue
    if (at === end) return false
    const letter = bytes[at++]!
    if (isEscape[letter] !== 1) return false
    if (letter !== letterU) continue
    if (at + hexDigits > end) return false
    for (const stop = at + hexDigits; at < stop; at++) if (isHex[bytes[at]!] !== 1) return false
  }
  return true
}

function marks(characters: string): Uint8Array {
  const table = new Uint8Array(256)
  for (const character of characters) table[character.charCodeAt(0)] = 1
  return table
}
