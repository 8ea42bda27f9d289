import type { Api, Delta } from './api.ts'
import { EventTemplate, type TextKind } from './event-template.ts'
import { jsonStringValues } from './json-string-values.ts'

/** Longer events are worth no template: their parsing is a small part of what they cost. */
const longestEventBytes = 4096
/** How many strings equal to the text are tried: the text is one of them, the others are coincidences. */
const mostProbes = 4

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
const toUtf8 = new TextEncoder()

/**
 * The template of the event `bytes[start, end)`, which is JSON and says `deltas`; undefined unless it says one text.
 *
 * Proof that any event P S Q says the same with S as its text, P and Q being the bytes around the text here: P ends within
 * a string literal that Q closes, and S, a valid string body, can't close it, so the two events are the same JSON but for
 * one string value. That this value is the text, and not another string that happened to be equal, is shown by decoding
 * the event with a different string in its place. That it is the text whatever it says is the API's promise.
 */
export function learnTemplate(
  api: Api,
  bytes: Uint8Array,
  start: number,
  end: number,
  eventType: string,
  deltas: readonly Delta[],
): EventTemplate | undefined {
  const [delta] = deltas
  if (delta === undefined || deltas.length > 1 || !isText(delta) || end - start > longestEventBytes)
    return undefined
  const text = toUtf8.encode(delta.text)
  const probe = delta.text === 'probe' ? 'other probe' : 'probe'
  let probes = 0
  for (const value of jsonStringValues(bytes, start, end)) {
    if (!spells(bytes, value.start, value.end, delta.text, text)) continue
    const prefix = bytes.subarray(start, value.start)
    const suffix = bytes.subarray(value.end, end)
    if (saysProbe(api, utf8.decode(prefix) + probe + utf8.decode(suffix), eventType, delta.kind, probe)) {
      return new EventTemplate(delta.kind, eventType, prefix, suffix)
    }
    if (++probes === mostProbes) return undefined
  }
  return undefined
}

function isText(delta: Delta): delta is Delta & { readonly kind: TextKind } {
  return delta.kind === 'token' || delta.kind === 'reasoning' || delta.kind === 'tool_call'
}

/** Whether the string body `bytes[start, end)` is a way to write `text`; `plain` is the text itself in UTF-8. */
function spells(bytes: Uint8Array, start: number, end: number, text: string, plain: Uint8Array): boolean {
  // A character takes at least as many bytes in the body as in UTF-8, and at most six times as many (\u000a).
  const length = end - start
  if (length < plain.length || length > 6 * plain.length) return false
  const body = bytes.subarray(start, end)
  if (body.includes(0x5c)) return JSON.parse(`"${utf8.decode(body)}"`) === text
  return length === plain.length && body.every((byte, i) => byte === plain[i])
}

function saysProbe(api: Api, event: string, eventType: string, kind: TextKind, probe: string): boolean {
  const [delta, ...others] = api.decodeEvent(event, eventType)
  return delta?.kind === kind && delta.text === probe && others.length === 0
}
