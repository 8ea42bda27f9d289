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
import { invalidRunStatus, TareError } from '../errors.ts'
import { comparisonCsv } from '../experiment/comparison/comparison-csv.ts'
import { parseMetricName } from '../experiment/comparison/parse-metric-name.ts'
import { readRunGroup } from '../experiment/comparison/read-run-group.ts'
import { comparisonMarkdown } from '../report/comparison-markdown.ts'
import { comparisonTable } from '../report/comparison-table.ts'
import { printable } from '../report/printable.ts'
import { styleFor } from '../report/style.ts'
import type { CompareFlags } from './compare.ts'
import { reportError } from './report-error.ts'

const mostReasons = 12

/** Compares each of the others with A and prints what can be; returns the exit status. */
export function printComparisons(a: string, others: readonly string[], flags: CompareFlags): number {
  const options = optionsOf(flags)
  const [base, ...groups] = [a, ...others].map((reference) =>
    readRunGroup(reference, flags.history === undefined ? {} : { history: flags.history }),
  )
  const comparisons = groups.map((group) => compareGroups(base!, group, options))
  const shown = comparisons.filter((comparison) => !isRefused(comparison))
  if (shown.length > 0) print(shown, options, flags)
  return Math.max(0, ...comparisons.map((comparison) => refuse(comparison, options.force)))
}

function optionsOf({ metric, effect, runSd, force = false }: CompareFlags): CompareGroupsOptions {
  return {
    effectOfInterest: effect ?? comparisonDefaults.effectOfInterest,
    assumedRunSd: runSd ?? comparisonDefaults.assumedRunSd,
    force,
    ...(metric === undefined ? {} : { metrics: metric.map(parseMetricName) }),
  }
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

/** Says what isn't compared and why, and what to change; the exit status that it asks for. */
function refuse(comparison: Comparison, force: boolean): number {
  const reasons = refusals(comparison)
  if (reasons.length === 0 || force) return 0
  const names = `${printable(comparison.a)} and ${printable(comparison.b)}`
  const what = isRefused(comparison)
    ? `${names} aren't comparable`
    : `not every cell of ${names} is comparable`
  const error = new TareError('usage', `${what}:\n${listOf(reasons)}`, {
    hint: 'Or see the figures side by side all the same, marked: --force.',
  })
  const status = reportError(error)
  return reasons.every(({ id }) => id === 'invalid-run') ? invalidRunStatus : status
}

function listOf(reasons: readonly ComparabilityNote[]): string {
  const lines = reasons.slice(0, mostReasons).map(({ id, message }) => {
    const remedy = remedyFor(id)
    return `  ${id}: ${printable(message)}.${remedy === null ? '' : `\n    ${remedy}`}`
  })
  const more = reasons.length - mostReasons
  return [...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n')
}
