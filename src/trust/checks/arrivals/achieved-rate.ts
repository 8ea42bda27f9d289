import type { Check, Finding } from '../../check.ts'
import type { Evidence, OpenSpan } from '../../evidence.ts'
import { digits, percent } from '../../in-words.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'
import { openSends } from './open-sends.ts'

const mostUnsent = 0.001
/** Sends planned so shortly before the end of the window may be sent after it: they are late, which `lateness` judges. */
const leastGraceNs = 50e6
const graceShare = 0.001

const mostOffPlan = 0.01
const mostSigmas = 5
/** Fewer gaps than these make no rate. */
const fewestGaps = 50

export const achievedRate: Check = {
  id: 'achieved-rate',
  group: 'arrivals',
  title: 'The rate that was asked for is the rate that was sent',
  tests:
    'An open plan has an exact number of sends in the measured window, so a client that can’t keep up shows as sends that are still to come when it ends; throughput and latency are then of a lower rate than the one that was asked for. And the plan’s own mean gap must be that of the rate, within the noise of its arrival process: a slip of units or a wrong distribution shows there. Sends that --max-concurrency held over the end aren’t counted: see load-model.',
  formula:
    'measured sends due (planned_ns, or when --max-concurrency let them) up to 50 ms, or 0.1 % of the window, before its end and sent after it, less those due before its start and sent in it, over all due by then: above 0.1 %, and at least two, is invalid. In each span of constant rate: |1 / (rate · mean planned gap) − 1| > 1 % and more than 5 standard deviations, 1 / √(gaps · burstiness), of a random process’s mean gap is invalid',
  source:
    'Lancet accepts ±10 %; k6 counts dropped iterations but not what they do to the rate. AIPerf’s sleeps between sends add their overshoot up, so its rate drifts below the one asked for; autocannon passes seconds as milliseconds.',
  judge(evidence) {
    const wrong = evidence.plan.openSpans.flatMap((span) => offPlan(evidence, span))
    if (wrong[0] !== undefined) return wrong[0]
    const { window, load } = evidence.measured
    const { length, measured, plannedNs, dueNs, sentNs } = openSends(evidence)
    // A run by number of requests has its last sends at the end of its plan, not of its window.
    const endNs = window.kind === 'duration' ? window.end_ns : plannedNs.reduce((a, b) => Math.max(a, b), 0)
    const graceNs = Math.max(leastGraceNs, graceShare * (endNs - window.start_ns))
    let due = 0
    let unsent = 0
    for (let i = 0; i < length; i++) {
      // A delay that all sends share carries as many into the window as out of it.
      if (dueNs[i]! < window.start_ns && sentNs[i]! >= window.start_ns) unsent--
      if (measured[i] !== 1 || dueNs[i]! > endNs - graceNs) continue
      due++
      if (sentNs[i]! > endNs) unsent++
    }
    if (due === 0) return notApplicable('nothing was sent by a plan in time: the load isn’t open')
    unsent = Math.max(0, unsent)
    const share = unsent / due
    const { achieved_rate_per_s: achieved, requested_rate_per_s: asked } = load
    const rates = achieved === null || asked === null ? '' : `, ${digits(achieved)}/s of ${digits(asked)}/s`
    if (unsent < 2 || share <= mostUnsent) {
      const planned = unsent === 0 ? `all ${due}` : `${due - unsent} of ${due}`
      return passed(share, mostUnsent, due, `${planned} planned sends were sent in the window${rates}`)
    }
    return {
      status: 'invalid',
      statistic: share,
      threshold: mostUnsent,
      n: due,
      affects: ['*'],
      message: `${unsent} of ${due} planned sends (${percent(share)}) were still to come when the window ended${rates}`,
      remedy: 'The client fell behind its plan: give it more --workers, or a lower rate.',
    }
  },
}

/** What is wrong with the mean gap of a span's planned sends; nothing when it is as it should be, or can't be told. */
function offPlan({ requests }: Evidence, { stage, arrival, burstiness, ratePerSecond }: OpenSpan): Finding[] {
  const { stage: stages, plannedNs } = requests.columns
  let firstNs = Number.POSITIVE_INFINITY
  let lastNs = Number.NEGATIVE_INFINITY
  let gaps = -1
  for (let i = 0; i < requests.length; i++) {
    if (stages[i] !== stage) continue
    gaps++
    firstNs = Math.min(firstNs, plannedNs[i]!)
    lastNs = Math.max(lastNs, plannedNs[i]!)
  }
  const isRandom = arrival !== 'constant'
  if (gaps < fewestGaps || (isRandom && gaps * burstiness < fewestGaps)) return []
  const ratio = (ratePerSecond * (lastNs - firstNs)) / 1e9 / gaps
  const off = Math.abs(1 / ratio - 1)
  const sigmas = isRandom ? Math.abs(ratio - 1) * Math.sqrt(gaps * burstiness) : Number.POSITIVE_INFINITY
  if (off <= mostOffPlan || sigmas <= mostSigmas) return []
  return [
    {
      status: 'invalid',
      statistic: off,
      threshold: mostOffPlan,
      n: gaps,
      affects: ['*'],
      message: `sends of stage ${stage} were planned at ${digits(ratePerSecond / ratio)}/s, and ${digits(ratePerSecond)}/s was asked for`,
      remedy: 'The plan isn’t the one that was asked for: report a bug.',
    },
  ]
}
