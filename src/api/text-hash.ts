const fnvOffsetBasis = 0x811c9dc5 | 0
const fnvPrime = 0x01000193

const backslash = 0x5c
const letterU = 0x75
/** What a letter after a backslash stands for in a JSON string (RFC 8259 §7); the others stand for themselves. */
const escaped: Uint8Array = new Uint8Array(128).map((_, code) => code)
for (const [letter, code] of Object.entries({ b: 8, t: 9, n: 10, f: 12, r: 13 })) {
  escaped[letter.charCodeAt(0)] = code
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** The hash of no text: what to begin with. */
export const emptyTextHash: number = fnvOffsetBasis

/**
 * The hash with a text added: 32-bit FNV-1a (Fowler, Noll and Vo) over the text's UTF-16 units, not its bytes. So a text
 * may come in any pieces, cut within a surrogate pair even, and its hash is the same. `>>> 0` makes it unsigned.
 */
export function addText(hash: number, text: string): number {
  let sum = hash
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), fnvPrime)
  return sum
}

/**
 * The hash with the text added that `bytes[start, end)` spells, which must be the body of a JSON string: what `addText`
 * would say of it, without making it. Some 1 ns a character.
 */
export function addJsonText(hash: number, bytes: Uint8Array, start: number, end: number): number {
  let sum = hash
  let at = start
  while (at < end) {
    const byte = bytes[at++]!
    let unit = byte
    if (byte === backslash) {
      const letter = bytes[at++]!
      if (letter === letterU) {
        unit = 0
        for (const stop = at + 4; at < stop; at++) unit = (unit << 4) | hexValue(bytes[at]!)
      } else unit = escaped[letter]!
    } else if (byte >= 0x80) {
      // Three bytes hold nearly all scripts. What is longer, overlong, a surrogate or cut short is the decoder's to judge.
      const second = bytes[at++]! & 0x3f
      const third = bytes[at++]!
      unit = ((byte & 0x0f) << 12) | (second << 6) | (third & 0x3f)
      const plain = byte >> 4 === 0xe && at <= end && isContinuation(bytes[at - 2]!) && isContinuation(third)
      if (!plain || unit < 0x800 || unit >> 11 === 0x1b) return addRareText(hash, bytes, start, end)
    }
    sum = Math.imul(sum ^ unit, fnvPrime)
  }
  return sum
}

/** Of a digit 0-9, A-F or a-f. */
function hexValue(digit: number): number {
  return (digit & 0x0f) + 9 * (digit >> 6)
}

function isContinuation(byte: number): boolean {
  return byte >> 6 === 2
}

function addRareText(hash: number, bytes: Uint8Array, start: number, end: number): number {
  return addText(hash, JSON.parse(`"${utf8.decode(bytes.subarray(start, end))}"`) as string)
}
