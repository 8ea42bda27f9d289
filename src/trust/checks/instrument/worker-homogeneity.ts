import type { Check } from '../../check.ts'
import { percent } from '../../in-words.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'
import type { RequestTable } from '../../request-table.ts'
import { statusCode } from '../../request-table.ts'
import { type WorkerDifference, type WorkerLatencies, workerDifferences } from './worker-difference.ts'

const suspect = 0.05
/** |t| beyond this has a chance of 9e-6 with 19 degrees of freedom: 0.001 over a hundred comparisons. */
const beyondChance = 6
const quantiles = [0.5, 0.9]

const metrics = [
  { name: 'ttft', end: 'firstTokenNs', touches: ['ttft', 'ttfat', 'ttft_from_plan'] },
  { name: 'e2e', end: 'endNs', touches: ['e2e', 'ntpot', 'tpot', 'e2e_from_plan'] },
] as const

export const workerHomogeneity: Check = {
  id: 'worker-homogeneity',
  group: 'instrument',
  title: 'The workers saw the same server',
  tests:
    'Requests are dealt to the workers in turn, so each sees a fair sample of the same server. A worker whose latencies are others than those of the rest measured something else: a busy core, another route, connections to another replica. Pooled quantiles then are of a mixture.',
  formula:
    'largest |worker’s quantile / that of all − 1|, of the p50 and p90 of ttft and e2e, above 5 % suspect, where Student’s t of the differences over 20 blocks of time between the shares beyond the pooled quantile is above 6 (α = 0.001 over 110 comparisons)',
  source:
    'The bad client of Treadmill (Zhang et al., ISCA 2016). Differences within blocks, since requests are not independent (batch means).',
  judge({ requests, plan }) {
    if (plan.workers < 2) return notApplicable('one worker has none to differ from')
    const compared = metrics.flatMap((metric) => {
      const latencies = latenciesOf(requests, metric.end)
      return workerDifferences(latencies, quantiles).map((difference) => ({ ...difference, metric }))
    })
    const [first] = compared
    if (first === undefined) return notApplicable('too few requests by each worker to compare')
    const n = compared.length
    const differing = compared.filter(
      ({ effect, t }) => Math.abs(effect) > suspect && Math.abs(t) > beyondChance,
    )
    const above = differing.filter(({ effect }) => effect > 0)
    // A client can only make a latency longer, and of two workers each differs from the other: the slow one is at fault.
    const worst = [above, differing, compared].find((some) => some.length > 0)!.reduce(larger)
    const statistic = Math.abs(worst.effect)
    if (differing.length === 0) {
      return passed(
        statistic,
        suspect,
        n,
        `${inWords(worst, worst.metric.name)}, no more than chance would make it`,
      )
    }
    return {
      status: 'suspect',
      statistic,
      threshold: suspect,
      n,
      affects: [...new Set(differing.flatMap(({ metric }) => metric.touches))],
      message: `${inWords(worst, worst.metric.name)}, and not by chance`,
      remedy:
        'See in samples.parquet what that worker’s core was doing (run_queue_ns, longest_turn_ns); keep other work off it (--pin), or use fewer --workers.',
    }
  },
}

function larger<D extends WorkerDifference>(a: D, b: D): D {
  return Math.abs(b.effect) > Math.abs(a.effect) ? b : a
}

function inWords({ worker, p, effect }: WorkerDifference, metric: string): string {
  const than = effect < 0 ? 'below' : 'above'
  return `worker ${worker}’s ${metric} p${p * 100} is ${percent(Math.abs(effect))} ${than} that of all`
}

/** Of the measured requests that ended ok and have such a time, in the order of their sends. */
function latenciesOf({ columns, length }: RequestTable, end: 'firstTokenNs' | 'endNs'): WorkerLatencies {
  const ok = statusCode('ok')
  const chosen: number[] = []
  for (let i = 0; i < length; i++) {
    if (columns.measured[i] !== 1 || columns.status[i] !== ok) continue
    if (columns[end][i]! >= columns.sentNs[i]!) chosen.push(i)
  }
  chosen.sort((a, b) => columns.sentNs[a]! - columns.sentNs[b]!)
  return {
    worker: Float64Array.from(chosen, (i) => columns.worker[i]!),
    latencyNs: Float64Array.from(chosen, (i) => columns[end][i]! - columns.sentNs[i]!),
  }
}
