import { moments } from '../../../statistics/moments.ts'
import type { Check } from '../../check.ts'
import { grade } from '../../grade.ts'
import { digits, duration, percent } from '../../in-words.ts'
import { passed } from '../../passed.ts'
import { gapsBetween, noSpan, otherArrivalsRemedy, shortestJudgedGapNs, spanSends } from './span-sends.ts'

const arrivals = ['constant'] as const
const fewestSends = 50
const thresholds = { suspect: 0.1, invalid: 0.5 } as const
const tolerance = 0.1
const harmlessNs = 1e6

export const constantGaps: Check = {
  id: 'constant-gaps',
  group: 'arrivals',
  title: 'Constant arrivals are evenly spaced',
  tests:
    'A constant rate is the same gap over and over; it makes the shortest queues that a rate can. Gaps that vary, or bursts at the turn of each second, make longer ones, and latency is then of that traffic.',
  formula:
    'share of the gaps between sent_ns, in each span of constant arrivals (≥ 50 sends, ≥ 5 ms apart), that differ from 1 / rate by more than 10 % of it and more than 1 ms; above 10 % suspect, above 50 % invalid',
  source:
    'inference-perf’s constant load draws exponential gaps and rescales them (their coefficient of variation is 0.99); autocannon sends what a second may have at its beginning.',
  judge(evidence) {
    const spans = spanSends(evidence, arrivals, { fewestSends, shortestGapNs: shortestJudgedGapNs })
    if (spans.length === 0) {
      return noSpan(evidence, arrivals, '50 sends at a rate of at most 200/s')
    }
    const results = spans.map(({ span, sentNs }) => {
      const planNs = 1e9 / span.ratePerSecond
      const gaps = gapsBetween(sentNs)
      const mostNs = Math.max(tolerance * planNs, harmlessNs)
      const off = gaps.filter((gap) => Math.abs(gap - planNs) > mostNs).length / gaps.length
      return { stage: span.stage, planNs, gaps, off }
    })
    const { stage, planNs, gaps, off } = results.reduce((a, b) => (b.off > a.off ? b : a))
    const { status, threshold } = grade(off, thresholds)
    const n = gaps.length
    if (status === 'ok') {
      const even = percent(1 - off)
      return passed(off, threshold, n, `${even} of gaps between sends are ${duration(planNs)}, as planned`)
    }
    const { mean, sd } = moments(gaps)
    return {
      status,
      statistic: off,
      threshold,
      n,
      affects: ['*'],
      message: `${percent(off)} of gaps between the sends of stage ${stage} are not the constant ${duration(planNs)} (their coefficient of variation is ${digits(sd / mean)}; even is 0, Poisson 1)`,
      remedy: otherArrivalsRemedy,
    }
  },
}
