import { lagOneCorrelation } from '../../../statistics/lag-one-correlation.ts'
import type { Check } from '../../check.ts'
import { grade } from '../../grade.ts'
import { digits } from '../../in-words.ts'
import { passed } from '../../passed.ts'
import { gapsBetween, noSpan, shortestJudgedGapNs, spanSends } from './span-sends.ts'

const arrivals = ['poisson', 'gamma'] as const
const fewestSends = 300
/** Differences below this are of lateness, which may well depend on what went before. */
const harmlessNs = 1e6
const thresholds = { suspect: 0.2, invalid: 0.4 } as const
/** Standard deviations that chance may put the correlation from 0 without its being held against a run. */
const mostSigmas = 4.5

export const gapIndependence: Check = {
  id: 'gap-independence',
  group: 'arrivals',
  title: 'Gaps between sends don’t depend on each other',
  tests:
    'In a Poisson or gamma process each gap is drawn anew. Workers that share a seed send each gap once each, in a row: the distribution of gaps is then perfect, and the traffic comes in slow and fast stretches that no such process has, with queues to match. A late send shortens the gap after it, which shows as the opposite.',
  formula:
    'Spearman’s correlation ρ of each gap between sent_ns, in whole milliseconds, and the next, in each span of constant Poisson or gamma rate (≥ 300 sends, ≥ 5 ms apart on average); |ρ| > 0.2 suspect, |ρ| > 0.4 invalid, both only with |ρ| √(n − 2) > 4.5',
  source:
    'GuideLLM’s workers each seed their generator alike and share one clock of arrivals: with W of them ρ is (W − 1) / W.',
  judge(evidence) {
    const spans = spanSends(evidence, arrivals, {
      fewestSends,
      shortestGapNs: shortestJudgedGapNs,
    })
    if (spans.length === 0) {
      return noSpan(evidence, arrivals, '300 sends at a rate of at most 200/s')
    }
    const results = spans.map(({ span, sentNs }) => {
      const { rho, z } = lagOneCorrelation(gapsBetween(sentNs).map((gap) => Math.floor(gap / harmlessNs)))
      // Gaps that are all alike have no correlation: poisson-gaps and index-of-dispersion see those.
      return { stage: span.stage, n: sentNs.length - 2, rho: rho || 0, sigmas: Math.abs(z || 0) }
    })
    const { stage, n, rho, sigmas } = results.reduce((a, b) => (Math.abs(b.rho) > Math.abs(a.rho) ? b : a))
    const { status, threshold } = grade(Math.abs(rho), thresholds)
    if (status === 'ok' || sigmas <= mostSigmas) {
      const message = `gaps between sends are independent of each other (ρ = ${digits(rho)})`
      return passed(Math.abs(rho), threshold, n, message)
    }
    return {
      status,
      statistic: Math.abs(rho),
      threshold,
      n,
      affects: ['*'],
      message:
        rho > 0
          ? `each gap between the sends of stage ${stage} is like the one before it (ρ = ${digits(rho)}): some of the traffic is a copy of the rest`
          : `long gaps between the sends of stage ${stage} are followed by short ones (ρ = ${digits(rho)}): sends were late, or came in batches`,
      remedy:
        rho > 0
          ? 'Send from one plan, with one seed: if this run’s workers did, report a bug.'
          : 'Give the client more --workers or a lower rate; if lateness is ok, report a bug.',
    }
  },
}
