import type { MetricDefinition } from '../metrics/request-metric.ts'
import { type Check, checkGroups } from '../trust/check.ts'
import { explanationWidth } from './explanation.ts'
import { printable, wrap } from './printable.ts'
import type { Style } from './style.ts'

type Entry = readonly [name: string, title: string]

/** Everything that can be explained: the checks by group, then the metrics; names in one column, titles in another. */
export function renderExplanationList(
  checks: readonly Check[],
  metrics: readonly MetricDefinition[],
  style: Style,
): string {
  const groups = checkGroups.map((group): readonly [string, readonly Entry[]] => [
    group,
    checks.filter((check) => check.group === group).map(({ id, title }) => [id, title]),
  ])
  const all = [...groups, ['metrics', metrics.map(({ name, title }): Entry => [name, title])] as const]
  const shown = all.filter(([, entries]) => entries.length > 0)
  const nameWidth = 2 + Math.max(...shown.flatMap(([, entries]) => entries.map(([name]) => name.length)))
  const titleWidth = Math.max(20, explanationWidth(style) - 2 - nameWidth)
  const row = ([name, title]: Entry): readonly string[] =>
    wrap(style.encode(printable(title)), titleWidth).map((line, at) =>
      at === 0 ? `  ${style.accent(name.padEnd(nameWidth))}${line}` : ' '.repeat(2 + nameWidth) + line,
    )
  const blocks = shown.map(([group, entries]) => [
    `  ${style.strong(group.toUpperCase())}`,
    ...entries.flatMap(row),
  ])
  const hint = `  ${style.faint('tare explain NAME says what it tests or measures, how, and who says so.')}`
  return [...blocks, [hint]].map((lines) => lines.map((line) => `${line}\n`).join('')).join('\n')
}
