import { remedyFor } from '../analysis/comparison/comparability-remedies.ts'
import {
  type CompareGroupsOptions,
  compareGroups,
  isRefused,
  refusals,
} from '../analysis/comparison/compare-groups.ts'
import type { ComparabilityNote, Comparison } from '../analysis/comparison/comparison.ts'
import { comparisonDocument } from '../analysis/comparison/comparison-document.ts'
import { comparisonDefaults } from '../analysis/comparison/comparison-options.ts'
import { untouchedMetrics } from '../analysis/comparison/untouched-metrics.ts'
import { invalidRunStatus, TareError } from '../errors.ts'
import { comparisonCsv } from '../experiment/comparison/comparison-csv.ts'
import { narrowSides } from '../experiment/comparison/narrow-sides.ts'
import { parseLatencyName } from '../experiment/comparison/parse-latency-name.ts'
import { parseMetricName } from '../experiment/comparison/parse-metric-name.ts'
import { withDeciles } from '../experiment/comparison/read-deciles.ts'
import { readRunGroup } from '../experiment/comparison/read-run-group.ts'
import type { LatencyName } from '../metrics/latency-quantiles.ts'
import { comparisonMarkdown } from '../report/comparison-markdown.ts'
import { comparisonTable } from '../report/comparison-table.ts'
import { printable } from '../report/printable.ts'
import { styleFor } from '../report/style.ts'
import type { CompareFlags } from './compare-flags.ts'
import { reportError } from './report-error.ts'
import { showAb } from './show-ab.ts'

const mostReasons = 12

/** Compares each of the others with A and prints what can be; returns the exit status. */
export async function printComparisons(
  a: string,
  others: readonly string[],
  flags: CompareFlags,
): Promise<number> {
  if (others.length === 0) return showAb(a, flags)
  const options = optionsOf(flags)
  const [base, ...groups] = [a, ...others].map((reference) =>
    readRunGroup(reference, flags.history === undefined ? {} : { history: flags.history }),
  )
  const sides = groups.map((group) => narrowSides(base!, group))
  const comparisons: Comparison[] = []
  for (const { a: ofA, b: ofB, notes } of sides) {
    const compared = compareGroups(ofA, ofB, options)
    const { deciles } = options
    const whole = deciles === undefined ? compared : await withDeciles(compared, ofA, ofB, deciles)
    comparisons.push({ ...whole, notes: [...whole.notes, ...notes] })
  }
  const shown = comparisons.filter((comparison) => !isRefused(comparison) || options.force)
  if (shown.length > 0) print(shown, options, flags)
  if (options.force) return 0
  const statuses = comparisons.map((comparison, at) =>
    refuse(comparison, flags.metric === undefined ? untouchedMetrics(sides[at]!.a, sides[at]!.b) : []),
  )
  return Math.max(0, ...statuses)
}

function optionsOf({
  metric,
  deciles,
  effect,
  runSd,
  force = false,
  format,
}: CompareFlags): CompareGroupsOptions {
  return {
    effectOfInterest: effect ?? comparisonDefaults.effectOfInterest,
    assumedRunSd: runSd ?? comparisonDefaults.assumedRunSd,
    force,
    ...(deciles === undefined ? {} : { deciles: latencyOf(deciles, format) }),
    ...(metric === undefined ? {} : { metrics: metric.map(parseMetricName) }),
  }
}

function latencyOf(deciles: string, format: CompareFlags['format']): LatencyName {
  if (format !== 'csv') return parseLatencyName(deciles)
  throw new TareError('usage', '--deciles has no CSV', { hint: 'Use --format json.' })
}

function print(
  comparisons: readonly Comparison[],
  options: CompareGroupsOptions,
  { format }: CompareFlags,
): void {
  switch (format) {
    case 'json':
      process.stdout.write(`${JSON.stringify(comparisonDocument(comparisons, options), null, 2)}\n`)
      break
    case 'csv':
      process.stdout.write(comparisonCsv(comparisons))
      break
    case 'markdown':
      process.stdout.write(comparisons.map(comparisonMarkdown).join('\n---\n\n'))
      break
    case 'table': {
      const style = styleFor(process.stdout, process.env)
      const everyCell = options.metrics !== undefined
      process.stdout.write(comparisons.map((each) => comparisonTable(each, { style, everyCell })).join('\n'))
    }
  }
}

/**
 * Says what isn't compared and why, and what to change; the exit status that it asks for. `others` are metrics that could be, where
 * failed checks alone stand in the way.
 */
function refuse(comparison: Comparison, others: readonly string[]): number {
  const reasons = refusals(comparison)
  if (reasons.length === 0) return 0
  const invalid = reasons.every(({ id }) => id === 'invalid-run')
  const [a, b] = [comparison.a, comparison.b].map(printable)
  const what = isRefused(comparison)
    ? `${a} and ${b} aren't comparable`
    : `not every cell of ${a} and ${b} is comparable`
  const rest = others.map((name) => `--metric ${name}`).join(' ')
  const hint = 'To see the figures side by side all the same, marked: --force'
  const error = new TareError('usage', `${what}:\n${listOf(reasons)}`, {
    hint: invalid && rest !== '' ? `No failed check touches the rest: ${rest}\n  ${hint}` : hint,
  })
  const status = reportError(error)
  return invalid ? invalidRunStatus : status
}

function listOf(reasons: readonly ComparabilityNote[]): string {
  const lines = reasons.slice(0, mostReasons).map(({ id, message }) => {
    const remedy = remedyFor(id)
    return `  ${id}: ${printable(message)}.${remedy === null ? '' : `\n    ${remedy}`}`
  })
  const more = reasons.length - mostReasons
  return [...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n')
}
