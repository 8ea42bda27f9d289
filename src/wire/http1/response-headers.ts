/** A response's header fields: names in lower case; the values of a repeated field joined by ', ' (RFC 9110 §5.3). */
export type ResponseHeaders = ReadonlyMap<string, string>

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
/** Anything but control characters: the tab is the only one a value may hold (RFC 9110 §5.5). */
const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/

const tab = 0x09
const space = 0x20

/**
 * Adds a header field's line, without its line end, to `headers`. False when it isn't one: no colon, space around the
 * name, control characters, or a folded line (a line that begins with a space; RFC 9112 §5.2 deprecates it).
 */
export function addFieldLine(headers: Map<string, string>, line: string): boolean {
  const colon = line.indexOf(':')
  if (colon < 1) return false
  const name = line.slice(0, colon)
  const value = withoutOuterSpace(line, colon + 1)
  if (!token.test(name) || !fieldValue.test(value)) return false
  const key = name.toLowerCase()
  const earlier = headers.get(key)
  headers.set(key, earlier === undefined ? value : `${earlier}, ${value}`)
  return true
}

/** The elements of a field that is a comma-separated list, without the empty ones, in lower case. */
export function listElements(value: string): string[] {
  return value
    .split(',')
    .map((element) => withoutOuterSpace(element, 0).toLowerCase())
    .filter((element) => element !== '')
}

/** `String.trim` would take more than HTTP's optional white space, which is space and tab alone. */
function withoutOuterSpace(text: string, from: number): string {
  let start = from
  let end = text.length
  while (start < end && isSpace(text.charCodeAt(start))) start++
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

function isSpace(code: number): boolean {
  return code === space || code === tab
}
