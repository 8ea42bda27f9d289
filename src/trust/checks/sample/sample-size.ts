import type { FigureName, Resolution, SampledDistribution } from '../../../metrics/summary.ts'
import type { Check } from '../../check.ts'
import { counted, digits, listed } from '../../in-words.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'
import { headlineLatencies } from './headline-latencies.ts'

interface Refused {
  readonly figure: FigureName
  /** The metrics in which it is refused. */
  readonly metrics: readonly string[]
  readonly needs: Resolution | null
}

const figures: readonly FigureName[] = ['mean', 'p50', 'p90', 'p95', 'p99', 'p99_9']

export const sampleSize: Check = {
  id: 'sample-size',
  group: 'sample',
  title: 'There was enough to go by',
  tests:
    'A quantile has an interval only when enough independent requests lie beyond it. Where they don’t, no number is given at all, since an interval of infinite length would go with it: that is the treatment, and no fault of the run. A run that can’t even tell its median is too short to be worth anything.',
  formula:
    'figures of TTFT, E2E (from the plan in open loop), ITL and TPOT without a ci95 in latency_ms; suspect when the median of TTFT is, or of E2E where replies aren’t streamed',
  source:
    'A two-sided 95 % interval by order statistics needs 6 independent values for p50, 36 for p90, 368 for p99, 3688 for p99.9. k6 passes a threshold on no values at all; other tools print p99 of forty requests.',
  judge({ measured }) {
    const latencies = headlineLatencies(measured)
    if (latencies.length === 0) return notApplicable('no latency was measured')
    const refused = figures.flatMap((figure) => refusedIn(figure, latencies))
    const n = measured.load.ok
    if (refused.length === 0) return passed(0, 0, n, 'every figure is resolved')
    const headline = latencies[0]![0]
    const median = refused.find(({ figure, metrics }) => figure === 'p50' && metrics.includes(headline))
    if (median === undefined) return passed(refused.length, 0, n, inWords(refused, n))
    return {
      status: 'suspect',
      statistic: refused.length,
      threshold: 0,
      n,
      affects: median.metrics,
      message: `not even the median of ${listed(median.metrics)} is resolvable from ${counted(n, 'request')}`,
      remedy: `Measure for longer${howMuch(median.needs)}.`,
    }
  },
}

function refusedIn(
  figure: FigureName,
  latencies: readonly (readonly [string, SampledDistribution])[],
): readonly Refused[] {
  const among = latencies.filter(([, latency]) => latency.resolution[figure].ci95 === null)
  if (among.length === 0) return []
  const needs = among
    .map(([, { resolution }]) => resolution[figure])
    .reduce((a, b) => ((b.needs_requests ?? 0) > (a.needs_requests ?? 0) ? b : a))
  return [{ figure, metrics: among.map(([name]) => name), needs }]
}

function inWords(refused: readonly Refused[], n: number): string {
  const each = refused.map(({ figure, metrics }) => `${figure.replace('_', '.')} of ${listed(metrics)}`)
  return `not resolvable from ${counted(n, 'request')}: ${each.join('; ')}`
}

/** Beyond so many, a number of requests is as good as never. */
const sensibleRequests = 1e6

function howMuch(needs: Resolution | null): string {
  if (needs?.needs_requests == null || needs.needs_requests > sensibleRequests) return ''
  const time = needs.needs_s === null ? '' : `, ${atThisRate(needs.needs_s)} at this rate`
  return `: about ${needs.needs_requests} more requests${time}`
}

function atThisRate(seconds: number): string {
  return seconds < 120 ? `${digits(seconds)} s` : `${digits(seconds / 60)} min`
}
