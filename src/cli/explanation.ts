import { TareError } from '../errors.ts'
import { metricDefinitions } from '../metrics/metric-definitions.ts'
import { didYouMean } from '../plan/nearest.ts'
import { checksDocument, explanationMarkdown } from '../report/checks-document.ts'
import { type Explanation, explainCheck, explainMetric, renderExplanation } from '../report/explanation.ts'
import { renderExplanationList } from '../report/explanation-list.ts'
import { printable } from '../report/printable.ts'
import type { Style } from '../report/style.ts'
import { checks } from '../trust/checks.ts'

/**
 * What `tare explain` prints: all checks and metrics by name, or one of them in full; as text or as Markdown. Throws a
 * TareError for a name that nothing has.
 */
export function explanation(name: string | undefined, format: string, style: Style): string {
  return format === 'markdown' ? asMarkdown(name) : style.encode(asText(name, style))
}

function asText(name: string | undefined, style: Style): string {
  if (name === undefined) return renderExplanationList(checks, metricDefinitions, style)
  return explanationsOf(name)
    .map((found) => renderExplanation(found, style))
    .join('\n')
}

function asMarkdown(name: string | undefined): string {
  if (name === undefined) return checksDocument(checks)
  return `${explanationsOf(name).map(explanationMarkdown).join('\n\n')}\n`
}

/** The check of that name, the metric, or both; people write `TTFT` and `little_law` too. */
function explanationsOf(name: string): readonly Explanation[] {
  const all = [...checks.map(explainCheck), ...metricDefinitions.map(explainMetric)]
  const folded = (text: string): string => text.toLowerCase().replaceAll('_', '-')
  const found = all.filter((explanation) => folded(explanation.name) === folded(name))
  if (found.length > 0) return found
  const known = all.map((explanation) => explanation.name)
  throw new TareError(
    'usage',
    `no check or metric is called "${printable(name)}"${didYouMean(name, known)}`,
    {
      hint: 'tare explain, without a name, lists them.',
    },
  )
}
