import { stripVTControlCharacters } from 'node:util'

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u
const zeroWidth = /\p{Mark}/u

/** Anything else that could move the cursor, change colours, or reverse the writing. */
const unprintable = /[\p{Control}\p{Format}\p{Surrogate}\p{Line_Separator}\p{Paragraph_Separator}]+/gu

function cells(character: string): number {
  return zeroWidth.test(character) ? 0 : wide.test(character) ? 2 : 1
}

/**
 * Terminal columns that a text takes, styled or not. East Asian wide characters and emoji count two (an approximation
 * of UAX #11 that errs for unassigned ranges only).
 */
export function displayWidth(text: string): number {
  let width = 0
  for (const character of stripVTControlCharacters(text)) width += cells(character)
  return width
}

/** Cuts an unstyled text to so many columns, the last of them an ellipsis. */
export function truncate(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text
  let kept = ''
  let width = 0
  for (const character of text) {
    if (width + cells(character) > columns - 1) break
    kept += character
    width += cells(character)
  }
  return columns < 1 ? '' : `${kept}…`
}

/** What a server, a file or a user said, made safe to print on one line: no escape sequences, no line breaks. */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replace(unprintable, ' ').replace(/\s+/g, ' ').trim()
}

/** The same of a text of several lines, which stay, as do their indents. */
export function printableLines(text: string): string {
  const lines = text.split('\n').map((line) => stripVTControlCharacters(line).replace(unprintable, ' '))
  return lines.join('\n')
}

/** A space that no line is broken at: between a number and its unit. */
const breakable = /(?<!\d) | (?!(?:%|ns|µs|us|ms|s|min|h|days)(?!\w))/

/** Unstyled text broken at spaces into lines of at most so many columns; a longer word is cut. */
export function wrap(text: string, columns: number): readonly string[] {
  return flow(text.split(breakable), columns, ' ')
}

/** Unstyled parts side by side, on as many lines as they need; a part that is longer than a line is cut. */
export function flow(parts: readonly string[], columns: number, separator = ' · '): readonly string[] {
  const lines: string[] = []
  for (const part of parts.map((text) => truncate(text, columns))) {
    const last = lines.at(-1)
    const longer = `${last}${separator}${part}`
    if (last !== undefined && displayWidth(longer) <= columns) lines[lines.length - 1] = longer
    else lines.push(part)
  }
  return lines
}
