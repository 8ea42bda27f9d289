import { isJsonStringBody } from './json-string-body.ts'
import { addJsonText, addText } from './text-hash.ts'

/** The deltas that carry text. */
export type TextKind = 'token' | 'reasoning' | 'tool_call'

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** A delta whose text stays where it came until it is asked for: readable as long as the event's bytes are there. */
class TextInPlace {
  readonly kind: TextKind
  #bytes: Uint8Array = new Uint8Array(0)
  #start = 0
  #end = 0

  constructor(kind: TextKind) {
    this.kind = kind
  }

  get text(): string {
    return JSON.parse(`"${utf8.decode(this.#bytes.subarray(this.#start, this.#end))}"`)
  }

  addTo(hash: number): number {
    return addJsonText(hash, this.#bytes, this.#start, this.#end)
  }

  moveTo(bytes: Uint8Array, start: number, end: number): void {
    this.#bytes = bytes
    this.#start = start
    this.#end = end
  }
}

/** The hash (`addText`) with a delta's text added, which needn't be made for it. */
export function addDeltaText(hash: number, delta: { readonly text: string }): number {
  return delta instanceof TextInPlace ? delta.addTo(hash) : addText(hash, delta.text)
}

/** One list a kind for all templates: a delta is valid until the next is decoded, and these stay in the cache. */
const deltasOf: Readonly<Record<TextKind, readonly [TextInPlace]>> = {
  token: [new TextInPlace('token')],
  reasoning: [new TextInPlace('reasoning')],
  tool_call: [new TextInPlace('tool_call')],
}

/**
 * Everything of an event but its text: the bytes up to and including the text's opening quote, and those from its closing
 * quote on. An event with the same bytes around another text says the same with that text.
 */
export class EventTemplate {
  /** The one delta of the event matched last, by whichever template of this kind. */
  readonly deltas: readonly [TextInPlace]
  readonly #eventType: string
  /** Prefix and suffix, one after the other: with many streams each lookup is a cache miss, so there is but one. */
  readonly #expected: DataView
  readonly #prefixLength: number
  readonly #suffixLength: number

  constructor(kind: TextKind, eventType: string, prefix: Uint8Array, suffix: Uint8Array) {
    this.deltas = deltasOf[kind]
    this.#eventType = eventType
    const expected = new Uint8Array(prefix.length + suffix.length)
    expected.set(prefix)
    expected.set(suffix, prefix.length)
    this.#expected = new DataView(expected.buffer)
    this.#prefixLength = prefix.length
    this.#suffixLength = suffix.length
  }

  /** Whether `bytes[start, end)` is this event with a text that isn't empty. `view` must be over the same memory. */
  matches(bytes: Uint8Array, view: DataView, start: number, end: number, eventType: string): boolean {
    const prefixLength = this.#prefixLength
    const textStart = start + prefixLength
    const textEnd = end - this.#suffixLength
    if (textStart >= textEnd || eventType !== this.#eventType) return false
    if (!equals(view, start, this.#expected, 0, prefixLength)) return false
    if (!equals(view, textEnd, this.#expected, prefixLength, this.#suffixLength)) return false
    if (!isJsonStringBody(bytes, textStart, textEnd)) return false
    this.deltas[0].moveTo(bytes, textStart, textEnd)
    return true
  }
}

/**
 * Whether `view` has at `at` the `length` bytes that `expected` has at `from`. Both have enough of them, and `expected`
 * is text without control characters. Eight bytes a step, compared as doubles: bytes that differ make equal doubles only
 * where both are zero, which eight bytes of text never are; that a NaN differs from itself costs a parse, not an error.
 */
function equals(view: DataView, at: number, expected: DataView, from: number, length: number): boolean {
  let i = 0
  for (; i + 8 <= length; i += 8) if (view.getFloat64(at + i) !== expected.getFloat64(from + i)) return false
  for (; i < length; i++) if (view.getUint8(at + i) !== expected.getUint8(from + i)) return false
  return true
}
