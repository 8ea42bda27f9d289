import type { RequestStatus } from '../../../record/request-record.ts'
import type { Check, Finding } from '../../check.ts'
import type { Evidence } from '../../evidence.ts'
import { allOf, digits, listed, percent } from '../../in-words.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'
import { statusCode } from '../../request-table.ts'
import { reportedQuantiles } from './reported-quantiles.ts'

const givenUp: readonly RequestStatus[] = ['timeout', 'censored', 'cancelled']

export const censoring: Check = {
  id: 'censoring',
  group: 'bookkeeping',
  title: 'Requests were let run to their end',
  tests:
    'A request that was given up (--timeout, the end of --drain, a run that was stopped or died) took at least as long as it was watched for, and has no latency. Those are the slow ones, so leaving them out moves the upper quantiles down: a quantile of the rest is a lower bound when the share given up isn’t small against the tail above it.',
  formula:
    'c = (measured requests with status timeout, censored or cancelled, and those in flight in the last samples of a run that died) / all measured requests; the quantile at p is suspect when c ≥ (1 − p) / 2, and all is invalid when the median is. A run that didn’t come to its planned end is suspect',
  source:
    'oha -z drops what is in flight at the deadline from latencies and from the success rate; autocannon counts timeouts as errors but in no latency.',
  judge(evidence) {
    const { measured } = evidence
    const counts = givenUp.map((status) => countMeasured(evidence, status))
    const lost = lostInFlight(evidence)
    const given = counts.reduce((sum, count) => sum + count, lost)
    const all = measured.load.sent + lost
    if (all === 0) return notApplicable('no request was measured')
    const share = given / all
    const quantiles = reportedQuantiles(measured)
    const touched = quantiles.filter(({ tail }) => given > 0 && share >= tail / 2)
    const ends = givenUp.map((status, i) => [counts[i]!, status] as const)
    const kinds = [...ends, [lost, 'lost with the run'] as const]
      .filter(([count]) => count > 0)
      .map(([count, kind]) => `${count} ${kind}`)
    const seen = `${percent(share)} of requests were given up before their end (${listed(kinds)}, of ${all})`
    if (touched.length > 0) {
      const bounds = listed(touched.map(({ name }) => name))
      return {
        status: touched[0]!.tail >= 0.5 ? 'invalid' : 'suspect',
        statistic: share,
        threshold: touched[0]!.tail / 2,
        n: all,
        affects: Object.keys(measured.latency_ms),
        message: `${seen}: ${bounds} of latency ${touched.length === 1 ? 'is a lower bound' : 'are lower bounds'}`,
        remedy: 'Raise --timeout and --drain above the slowest reply, or lower the load.',
      }
    }
    if (measured.state !== 'complete') return cutShort(evidence, share, all)
    const highest = quantiles.at(-1)!
    return passed(
      share,
      highest.tail / 2,
      all,
      given === 0 ? `${allOf(all, 'request')} ran to the end` : `${seen}, too few to touch ${highest.name}`,
    )
  },
}

function countMeasured({ requests }: Evidence, status: RequestStatus): number {
  const { status: statuses, measured } = requests.columns
  const code = statusCode(status)
  let count = 0
  for (let i = 0; i < requests.length; i++) if (statuses[i] === code && measured[i] === 1) count++
  return count
}

/** Requests that were in flight, by the last samples, when the run died: they left no record. */
function lostInFlight({ measured, workers }: Evidence): number {
  if (measured.state !== 'recovered') return 0
  return workers.reduce((sum, { inFlight }) => sum + (inFlight.at(-1) || 0), 0)
}

function cutShort({ measured, plan }: Evidence, share: number, n: number): Finding {
  const seconds = `${digits(measured.window.end_ns / 1e9)} s`
  const planned = Number.isFinite(plan.sendingEndsNs) ? ` of ${digits(plan.sendingEndsNs / 1e9)} s` : ''
  const message =
    measured.state === 'recovered'
      ? `the run died after ${seconds}${planned}: what was in flight then left no record, the slow more likely than the fast`
      : `the run was stopped by hand after ${seconds}${planned}: whoever stops a run when its numbers please them chooses the numbers`
  return {
    status: 'suspect',
    statistic: share,
    threshold: null,
    n,
    affects: ['*'],
    message,
    remedy: 'Run it again to its end.',
  }
}
