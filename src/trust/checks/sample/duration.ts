import { quantile } from '../../../statistics/quantile.ts'
import type { Check } from '../../check.ts'
import { digits, duration } from '../../in-words.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'
import { okMeasured } from '../ok-measured.ts'

/** Windows as long as so many replies: when it began empty, and when it began in the middle of the load. */
const leastFromEmpty = 10
const leastWarmedUp = 5

export const durationCheck: Check = {
  id: 'duration',
  group: 'sample',
  title: 'It was measured for long enough',
  tests:
    'A run that is only a few replies long sees each place in the server’s batch once. When it also begins with an empty server, or goes on until the last reply of its drain, a good part of it is filling and emptying: rates come out too low, and so do latencies that grow with the load.',
  formula:
    'replies = length of the measured window / median E2E; suspect below 10, or below 5 when the warm-up was longer than the median E2E and the window has no drain (it ends by the clock)',
  source:
    'Rule S6: at least ten times the longest response. The window of a run of so many requests holds both filling and drain, each about one reply long; with a warm-up of a reply or more, and the clock to end it, it holds neither.',
  judge(evidence) {
    const { columns } = evidence.requests
    const { window } = evidence.measured
    const lengthNs = window.end_ns - window.start_ns
    // NaN || endNs: a reply without token events is complete at its end.
    const e2eNs = Float64Array.from(
      okMeasured(evidence),
      (i) => (columns.lastTokenNs[i]! || columns.endNs[i]!) - columns.sentNs[i]!,
    ).sort()
    if (e2eNs.length === 0 || lengthNs <= 0) return notApplicable('no request was measured to its end')
    const medianNs = Math.max(1, quantile(e2eNs, 0.5))
    const isFull = window.kind === 'duration' && evidence.plan.warmupNs >= medianNs
    const least = isFull ? leastWarmedUp : leastFromEmpty
    const replies = lengthNs / medianNs
    const seen = `${duration(lengthNs)} were measured, ${digits(replies)} times the median reply of ${duration(medianNs)}`
    if (replies >= least) return passed(replies, least, e2eNs.length, seen)
    const why = isFull ? 'too short to see a steady state' : 'much of it is filling and emptying the server'
    return {
      status: 'suspect',
      statistic: replies,
      threshold: least,
      n: e2eNs.length,
      affects: ['*'],
      message: `${seen}: ${why}`,
      remedy: `Measure for at least ${duration(leastFromEmpty * medianNs)}, after a --warmup of ${duration(medianNs)} or more.`,
    }
  },
}
