import type { Check } from '../../check.ts'
import { allOf, listed, percent } from '../../in-words.ts'
import { passed } from '../../passed.ts'
import { reportedQuantiles } from './reported-quantiles.ts'

/** Share of failures above which what is left is no sample of what was asked for. */
const mostFailures = 0.5

export const failures: Check = {
  id: 'failures',
  group: 'bookkeeping',
  title: 'Enough requests succeeded',
  tests:
    'Latencies are of the requests that succeeded. When a share f of all failed, the (1 − f)-quantile and those above it depend on how long the failed ones would have taken, which nobody knows: a server that refuses what it can’t do in time looks fast. A run without one success has measured nothing, whatever its thresholds say of the empty set.',
  formula:
    'f = measured requests whose status isn’t ok / all measured requests; the quantile at p is suspect when f > 1 − p, and all is invalid when f > 0.5 or nothing succeeded',
  source:
    'k6 passes a threshold on a metric without samples; vegeta and k6 leave failures out of latencies without a word of what that does to the upper quantiles.',
  judge({ measured }) {
    const { sent, ok, failed } = measured.load
    const share = sent === 0 ? 1 : failed / sent
    if (ok === 0 || share > mostFailures) {
      return {
        status: 'invalid',
        statistic: share,
        threshold: mostFailures,
        n: sent,
        affects: ['*'],
        message: saysTooMany(sent, ok, share),
        remedy:
          sent === 0
            ? 'Run for longer, or at a higher rate or concurrency, so that something is sent after the warm-up.'
            : 'Look at errors and error_messages in summary.json, mend what they say, and run again.',
      }
    }
    const touched = reportedQuantiles(measured).filter(({ tail }) => share > tail)
    if (touched.length === 0) {
      const highest = reportedQuantiles(measured).at(-1)!
      const message =
        failed === 0
          ? `${allOf(sent, 'request')} succeeded`
          : `${percent(share)} of requests failed (${failed} of ${sent}), too few to touch ${highest.name}`
      return passed(share, highest.tail, sent, message)
    }
    return {
      status: 'suspect',
      statistic: share,
      threshold: touched[0]!.tail,
      n: sent,
      affects: Object.keys(measured.latency_ms),
      message: `${percent(share)} of requests failed (${failed} of ${sent}), so ${listed(touched.map(({ name }) => name))} of latency hold for those that succeeded, not for all`,
      remedy:
        'Lower the load until requests stop failing, or quote goodput and the share of failures, not these quantiles.',
    }
  },
}

function saysTooMany(sent: number, ok: number, share: number): string {
  if (sent === 0) return 'no request was measured'
  if (ok === 0) return `${allOf(sent, 'request')} failed`
  return `${percent(share)} of requests failed (${sent - ok} of ${sent})`
}
