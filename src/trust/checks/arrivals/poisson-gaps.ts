import { lewisTest } from '../../../statistics/lewis-test.ts'
import type { Check } from '../../check.ts'
import { grade } from '../../grade.ts'
import { digits } from '../../in-words.ts'
import { passed } from '../../passed.ts'
import { noSpan, otherArrivalsRemedy, shortestJudgedGapNs, spanSends } from './span-sends.ts'

const arrivals = ['poisson'] as const
const fewestSends = 300
const thresholds = { suspect: 0.1, invalid: 0.25 } as const
/** A distance that chance gives more often than this holds nothing against a run. */
const significance = 1e-5

export const poissonGaps: Check = {
  id: 'poisson-gaps',
  group: 'arrivals',
  title: 'Poisson arrivals have exponential gaps',
  tests:
    'Gaps between the sends of a Poisson process are exponential. Even gaps make queues short, bursts make them long, so that latency under load is that of the process that was really sent, whatever its label. The times that were sent are tried, so a bad generator and a bad pacer both show.',
  formula:
    'Lewis’s test of the sent_ns of each span of constant Poisson rate (≥ 300 sends, ≥ 5 ms apart on average), given the last of them: Kolmogorov–Smirnov distance D of the Durbin transform; D > 0.1 suspect, D > 0.25 invalid, both only with p < 1e-5. A plain test of the times themselves accepts even gaps',
  source:
    'Lewis 1965; Kim and Whitt 2014. inference-perf puts the last arrival of each second on the whole second; Lancet tries 1 % of gaps by Anderson and Darling’s test, which also rejects harmless millisecond timers, and so doubles its threshold.',
  judge(evidence) {
    const spans = spanSends(evidence, arrivals, { fewestSends, shortestGapNs: shortestJudgedGapNs })
    if (spans.length === 0) {
      return noSpan(evidence, arrivals, '300 sends at a rate of at most 200/s')
    }
    const results = spans.map(({ span, sentNs }) => {
      const before = sentNs.subarray(0, -1).filter((at) => at >= span.startNs)
      return { stage: span.stage, ...lewisTest(before, span.startNs, sentNs.at(-1)!) }
    })
    const worst = results.reduce((a, b) => (b.statistic > a.statistic ? b : a))
    const { statistic, n, p, stage } = worst
    const { status, threshold } = grade(statistic, thresholds)
    if (status === 'ok' || p >= significance) {
      return passed(
        statistic,
        threshold,
        n,
        `gaps between sends are exponential within D = ${digits(statistic)}`,
      )
    }
    return {
      status,
      statistic,
      threshold,
      n,
      affects: ['*'],
      message: `gaps between the sends of stage ${stage} are not exponential (D = ${digits(statistic)}, p = ${p.toExponential(0)}), so arrivals were not Poisson`,
      remedy: otherArrivalsRemedy,
    }
  },
}
