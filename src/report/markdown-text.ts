import { printable } from './printable.ts'

/** A text that may hold anything, on a line of Markdown. */
export function markdownText(text: string): string {
  return printable(text).replace(/[\\`*_<>[\]]/g, '\\$&')
}

/** The same in a cell of a table. */
export function markdownCell(text: string): string {
  return markdownText(text).replaceAll('|', '\\|')
}

/** The same within a tag, where Markdown isn't read. */
export function htmlText(text: string): string {
  return printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
