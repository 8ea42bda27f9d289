import { displayWidth, flow, wrap } from './printable.ts'
import { labelWidth, reportWidth } from './report-width.ts'
import type { Style } from './style.ts'

/** Columns for the text of a fact, beside its label. */
export function factWidth(style: Style): number {
  return reportWidth(style) - 2 - labelWidth
}

/** `  label          text`: lines that fit `factWidth`, under one label; `mark` is what stands in the margin. */
export function renderFact(
  label: string,
  lines: readonly string[],
  { paint = (text) => text, mark = '  ' }: { paint?: (label: string) => string; mark?: string } = {},
): readonly string[] {
  return lines.map((line, index) => {
    const own = label.length < labelWidth ? label.padEnd(labelWidth) : `${label}  `
    return index === 0 ? mark + paint(own) + line : ' '.repeat(2 + labelWidth) + line
  })
}

/** A fact of several parts, `8.00 req/s · 764 tok/s`, broken between parts where it can be. */
export function renderFacts(
  label: string,
  parts: readonly string[],
  style: Style,
  mark?: string,
): readonly string[] {
  if (parts.length === 0) return []
  const columns = factWidth(style)
  const encoded = parts.map(style.encode)
  const long = encoded.some((part) => displayWidth(part) > columns)
  const lines = long ? wrap(encoded.join(' · '), columns) : flow(encoded, columns)
  return renderFact(label, lines, mark === undefined ? {} : { mark })
}

/** A remark below a section, in the background; its further lines are indented by so many columns. */
export function renderNote(text: string, style: Style, hang = 0): readonly string[] {
  return wrap(style.encode(text), reportWidth(style) - 2 - hang).map((line, at) => {
    return `  ${at === 0 ? '' : ' '.repeat(hang)}${style.faint(line)}`
  })
}
