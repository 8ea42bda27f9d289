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

/** `1200`, or `1200 to 3400` where rows differ. */
function range(values: readonly number[], format: (value: number) => string): string {
  const low = format(Math.min(...values))
  const high = format(Math.max(...values))
  return low === high ? high : `${low} to ${high}`
}

/** `TTFT and E2E`, `all but ITL`, `all`. */
function among(some: readonly SampleRow[], all: readonly SampleRow[]): string {
  const others = all.filter((row) => !some.includes(row))
  if (others.length === 0) return 'all'
  const names = listed(some.map(({ label }) => label))
  return some.length > 2 * others.length ? `all but ${listed(others.map(({ label }) => label))}` : names
}

/** What it takes to resolve these, none of which is resolved. */
function need(refused: readonly Resolution[]): string {
  const requests = refused.flatMap(({ needs_requests: n }) => (n === null ? [] : [n]))
  if (requests.length === 0) return 'not resolvable from this run'
  const seconds = refused.flatMap(({ needs_s: s }) => (s === null ? [] : [s]))
  const time = seconds.length === 0 ? '' : `, ${range(seconds, formatRoughSeconds)} at this rate`
  return `needs about ${range(requests, formatRoughCount)} more requests${time}`
}

/**
 * Why figures are missing, and what it would take: `— p99.9 of TTFT and E2E: needs about 1200 more requests, 2.5 min at
 * this rate`. Figures that are missing in the same rows for the same need share a line.
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
