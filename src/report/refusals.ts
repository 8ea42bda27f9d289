import type { FigureName, Resolution } from '../metrics/summary.ts'
import { renderNote } from './fact-line.ts'
import { noNumber } from './format-number.ts'
import { formatRoughCount, formatRoughSeconds } from './rough-need.ts'
import type { SampleRow } from './sample-row.ts'
import type { Style } from './style.ts'

const figures: readonly (readonly [FigureName, string])[] = [
  ['mean', 'mean'],
  ['p50', 'p50'],
  ['p90', 'p90'],
  ['p95', 'p95'],
  ['p99', 'p99'],
  ['p99_9', 'p99.9'],
]

/** `a`, `a and b`, `a, b and c`. */
function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** `TTFT and E2E`, `all but ITL`, `all`. */
function among(some: readonly SampleRow[], all: readonly SampleRow[]): string {
  const others = all.filter((row) => !some.includes(row))
  if (others.length === 0) return 'all'
  const names = listed(some.map(({ label }) => label))
  return some.length > 2 * others.length ? `all but ${listed(others.map(({ label }) => label))}` : names
}

/** Whoever needs a day more will do something else. */
const longestSeconds = 86_400

/** What it takes to resolve all of these, none of which is resolved. */
function need(refused: readonly Resolution[]): string {
  const requests = refused.flatMap(({ needs_requests: n }) => (n === null ? [] : [n]))
  if (requests.length === 0) return 'not resolvable from this run'
  const seconds = Math.max(...refused.map(({ needs_s: s }) => s ?? 0))
  if (seconds > longestSeconds) return 'out of reach at this rate'
  const time = seconds === 0 ? '' : `, ${formatRoughSeconds(seconds)} at this rate`
  return `needs about ${formatRoughCount(Math.max(...requests))} more requests${time}`
}

/**
 * Why figures are missing, and what it would take: `— p99.9 of TTFT and E2E: needs about 1200 more requests, 2.5 min at
 * this rate`. Figures that are missing in the same rows for the same need share a line; where rows differ, it is the most.
 */
export function renderRefusals(rows: readonly SampleRow[], style: Style): readonly string[] {
  const sampled = rows.filter(({ distribution }) => distribution.n > 0)
  const figuresOf = new Map<string, string[]>()
  for (const [key, title] of figures) {
    const refused = sampled.filter(({ distribution }) => distribution[key] === null)
    const hopeful = refused.filter(({ distribution }) => distribution.resolution[key].needs_requests !== null)
    const hopeless = refused.filter((row) => !hopeful.includes(row))
    for (const group of [hopeful, hopeless].filter((rows) => rows.length > 0)) {
      const reason = `of ${among(group, sampled)}: ${need(group.map(({ distribution }) => distribution.resolution[key]))}`
      figuresOf.set(reason, [...(figuresOf.get(reason) ?? []), title])
    }
  }
  return [...figuresOf].flatMap(([reason, titles]) => {
    return renderNote(`${noNumber} ${listed(titles)} ${reason}`, style, 2)
  })
}
