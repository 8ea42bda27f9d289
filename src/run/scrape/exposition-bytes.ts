const lineFeed = 10
const carriageReturn = 13
const space = 32
const tab = 9
const quote = 34
const backslash = 92
const openBrace = 123
const closeBrace = 125

/** Where the line that starts at `start` ends: after its line feed, or with the text. */
export function lineEnd(text: Buffer, start: number): number {
  const feed = text.indexOf(lineFeed, start)
  return feed < 0 ? text.length : feed + 1
}

/** Whether the bytes `start … end` of one text stand at `at` in another. */
export function sameBytes(a: Buffer, start: number, end: number, b: Buffer, at: number): boolean {
  const until = at + end - start
  return until <= b.length && a.compare(b, at, until, start, end) === 0
}

/** Where name and labels of the sample line `start … end` end. */
export function keyEnd(text: Buffer, start: number, end: number): number {
  let at = start
  while (at < end && !isBlank(text[at]!) && text[at] !== openBrace) at++
  let brace = at
  while (brace < end && isBlank(text[brace]!)) brace++
  if (text[brace] !== openBrace || brace >= end) return at
  let quoted = false
  for (let i = brace + 1; i < end; i++) {
    const byte = text[i]!
    if (quoted && byte === backslash) i++
    else if (byte === quote) quoted = !quoted
    else if (byte === closeBrace && !quoted) return i + 1
  }
  return end
}

/** The first word from `at` on: the value, when `at` is where the key ends. */
export function valueText(text: Buffer, at: number, end: number): string {
  let from = at
  while (from < end && isBlank(text[from]!)) from++
  let until = from
  while (until < end && !isBlank(text[until]!)) until++
  return text.toString('latin1', from, until)
}

export function isBlankLine(text: Buffer, start: number, end: number): boolean {
  let at = start
  while (at < end && isBlank(text[at]!)) at++
  return at === end
}

function isBlank(byte: number): boolean {
  return byte === space || byte === tab || byte === lineFeed || byte === carriageReturn
}
