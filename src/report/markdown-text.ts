import { printable } from './printable.ts'

/** A text that may hold anything, on a line of Markdown: it is no markup and no tag, and mentions nobody. */
export function markdownText(text: string): string {
  return (
    htmlText(text)
      // A tilde begins a deletion only before a word: `~ no difference shown` stays as it is.
      .replace(/[\\`*_[\]]|~(?=\S)/g, '\\$&')
      .replaceAll('@', '@\u200b')
  )
}

/** The same in a cell of a table. */
export function markdownCell(text: string): string {
  return markdownText(text).replaceAll('|', '\\|')
}

/** The same within a tag, where Markdown isn't read. */
export function htmlText(text: string): string {
  return printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
