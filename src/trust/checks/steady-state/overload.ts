import { driftTest } from '../../../statistics/drift-test.ts'
import { quantile } from '../../../statistics/quantile.ts'
import { rankSum } from '../../../statistics/rank-sum.ts'
import type { Check } from '../../check.ts'
import type { Evidence } from '../../evidence.ts'
import { counted, digits, percent } from '../../in-words.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'
import { statusCode } from '../../request-table.ts'
import { inFlightLevels, sendingWindow } from './in-flight-levels.ts'

const leastRequests = 50
const blocks = 20
/** One-sided 5e-4 of Student's t with 19 degrees of freedom. */
const limit = 3.88
/** Growth of no consequence: a few requests, or this share of the mean. */
const fewRequests = 5
const suspectGrowth = 0.1
/** Of a queue that grows evenly, half of the growth is in the second half; of one that only fills up, next to none. */
const leastLateShare = 0.25
/** How much longer the last third of the requests must take than the first, and how surely. */
const leastSojournRatio = 1.2
const sojournLimit = 3

export const overload: Check = {
  id: 'overload',
  group: 'steady state',
  title: 'The server kept up with the load',
  tests:
    'In open loop, requests that come faster than they are served pile up, and each waits longer than the one before it. Then latency has no steady state: it depends on how long one measures and on nothing else, and no quantile of it means anything. The throughput is real, and is the most that this server gives.',
  formula:
    'N = requests in flight from their planned sends at 21 moments of the window; invalid when N’s growth is beyond 5 requests and 10 % of its mean, beyond 3.88 standard errors of a random walk that goes nowhere (mean(Δ) √20 / sd(Δ)), a quarter of it or more in the second half, and when the last third of the requests took 1.2 times as long as the first (medians, from the plan), surely (rank sum, z > 3)',
  source:
    'A queue right at capacity is a random walk, below it one that is pulled back, so no stationary server is called overloaded more often than its t says. GuideLLM’s detector tests the same slope after every request, at about one standard error. The two conditions on sojourns and on the second half are against taking the filling of an empty server for overload.',
  judge(evidence) {
    if (evidence.plan.openSpans.length === 0) return notApplicable('the load isn’t open loop')
    if (!evidence.plan.homogeneous) return notApplicable('the load or the server changes by plan')
    const sojournsNs = measuredSojourns(evidence)
    const n = sojournsNs.length
    const { startNs, endNs } = sendingWindow(evidence)
    if (n < leastRequests || endNs <= startNs) return notApplicable('too few requests to see a queue grow')
    const levels = inFlightLevels(evidence, startNs, endNs, blocks + 1)
    const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length
    const { growth, lateGrowth, t } = driftTest(levels)
    const share = mean > 0 ? growth / mean : 0
    const seen = `requests in flight went from ${levels[0]} to ${levels[blocks]}`
    const isOverload =
      growth > fewRequests &&
      share > suspectGrowth &&
      t > limit &&
      lateGrowth >= leastLateShare * growth &&
      sojournsGrow(sojournsNs)
    if (!isOverload) return passed(share, suspectGrowth, n, seen)
    const { requests_per_s: served } = evidence.measured.throughput
    const asked = evidence.measured.load.requested_rate_per_s
    return {
      status: 'invalid',
      statistic: share,
      threshold: suspectGrowth,
      n,
      affects: Object.keys(evidence.measured.latency_ms),
      message: `${seen}, ${percent(share)} of their mean, and went on growing: no steady state exists, latency depends on the run’s length${ceiling(served)}${unfinished(evidence)}`,
      remedy: `Offer less than the server can serve${served === null || asked === null ? '' : ` (below ${digits(served)}/s in place of ${digits(asked)}/s)`}, or read the throughput alone.`,
    }
  },
}

function ceiling(served: number | null): string {
  return served === null ? '' : `; ${digits(served)} requests/s is this server’s ceiling`
}

function unfinished({ requests }: Evidence): string {
  const { status, measured } = requests.columns
  const ends = [statusCode('censored'), statusCode('timeout')]
  const count = status.reduce((sum, code, i) => sum + (measured[i] === 1 && ends.includes(code) ? 1 : 0), 0)
  return count === 0 ? '' : `; ${counted(count, 'request')} never finished`
}

/** From plan to end, in the order of the plan; of a request without an end, as long as it was watched. */
function measuredSojourns({ requests }: Evidence): Float64Array {
  const { plannedNs, endNs, measured } = requests.columns
  return endNs.map((end, i) => end - plannedNs[i]!).filter((_, i) => measured[i] === 1)
}

function sojournsGrow(sojournsNs: Float64Array): boolean {
  const third = Math.floor(sojournsNs.length / 3)
  const early = sojournsNs.slice(0, third).sort()
  const late = sojournsNs.slice(-third).sort()
  const ratio = quantile(late, 0.5) / quantile(early, 0.5)
  return ratio > leastSojournRatio && rankSum(late, early) > sojournLimit
}
