import { labelWidth, tableWidth } from './distribution-table.ts'
import { wrap } from './printable.ts'
import type { Style } from './style.ts'

/** Columns for the text of a fact, beside its label. */
export const factWidth: number = tableWidth - 2 - labelWidth

/** `  label          text`: lines that fit `factWidth`, under one label. */
export function renderFact(
  label: string,
  lines: readonly string[],
  paint: (label: string) => string = (text) => text,
): readonly string[] {
  return lines.map(
    (line, index) => `  ${index === 0 ? paint(label.padEnd(labelWidth)) : ' '.repeat(labelWidth)}${line}`,
  )
}

/** A fact of several parts, `8.00 req/s · 764 tok/s`, wrapped where it must be. */
export function renderFacts(label: string, parts: readonly string[]): readonly string[] {
  return parts.length === 0 ? [] : renderFact(label, wrap(parts.join(' · '), factWidth))
}

/** A remark below a section, in the background. */
export function renderNote(text: string, style: Style): readonly string[] {
  return wrap(text, tableWidth - 2).map((line) => `  ${style.faint(line)}`)
}
