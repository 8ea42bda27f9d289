import { type MetricDefinition, populations } from '../metrics/request-metric.ts'
import type { Check } from '../trust/check.ts'
import { printable, wrap } from './printable.ts'
import type { Style } from './style.ts'

/** What there is to know about a check or a metric. */
export interface Explanation {
  readonly name: string
  readonly title: string
  /** What sort of thing it is. */
  readonly kind: string
  /** Null where the title and the formula say it all. */
  readonly text: string | null
  readonly formula: string
  readonly source: string
}

export function explainCheck({ id, title, group, tests, formula, source }: Check): Explanation {
  return { name: id, title, kind: `check, ${group}`, text: tests, formula, source }
}

export function explainMetric({ name, title, unit, of, formula, source }: MetricDefinition): Explanation {
  return { name, title, kind: `metric, in ${unit}, of ${populations[of]}`, text: null, formula, source }
}

/** Lines longer than this are tiring to read, however wide the terminal. */
const widest = 100
const narrowest = 40

/** Columns for an explanation, margin included. */
export function explanationWidth(style: Style): number {
  return Math.max(narrowest, Math.min(widest, style.columns))
}

/** An explanation for a terminal, wrapped to its width. */
export function renderExplanation(explanation: Explanation, style: Style): string {
  const paragraph = (text: string): readonly string[] =>
    wrap(style.encode(printable(text)), explanationWidth(style) - 2)
  const { name, title, kind, text, formula, source } = explanation
  const [head = '', ...further] = paragraph(`${name} · ${title}`)
  const blocks = [
    [style.strong(head), ...further.map(style.strong), ...paragraph(kind).map(style.faint)],
    ...(text === null ? [] : [paragraph(text)]),
    [style.strong('FORMULA'), ...paragraph(formula)],
    [style.strong('SOURCE'), ...paragraph(source)],
  ]
  return `${blocks.map((lines) => lines.map((line) => `  ${line}\n`).join('')).join('\n')}`
}
