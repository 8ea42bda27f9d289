import { lagOneCorrelation } from '../../../statistics/lag-one-correlation.ts'
import type { Check } from '../../check.ts'
import { digits, listed } from '../../in-words.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'
import { latencySeries } from '../steady-state/latency-series.ts'
import { headlineLatencies } from './headline-latencies.ts'

const figures = ['p50', 'p90', 'p99'] as const

export const dependence: Check = {
  id: 'dependence',
  group: 'sample',
  title: 'What a request is worth',
  tests:
    'Requests that wait in one queue resemble their neighbours, so that a thousand of them say less than a thousand independent ones would. Intervals that don’t allow for it are too narrow, by a factor of three in a busy queue. This check accuses nobody: it says how much a request was worth, and the intervals have it in them.',
  formula:
    'VIF at p = batch length × variance of batch means of 1{x > q_p} / (p (1 − p)), from latency_ms.*.resolution.*.vif; Spearman’s correlation of each latency with the next, in order of the sends',
  source:
    'Naive order-statistic intervals of p99 cover 8 % in M/M/1 at 0.9 where they say 95 %, and MLPerf’s early stopping passes falsely in 64 to 92 % of runs there. Lancet thins its samples until they look independent; this keeps them and widens.',
  judge(evidence) {
    const [first] = headlineLatencies(evidence.measured)
    if (first === undefined) return notApplicable('no latency was measured')
    const [name, latency] = first
    const { resolution } = latency
    const known = figures.flatMap((figure) => {
      const { vif } = resolution[figure]
      return vif === null ? [] : [{ figure, vif }]
    })
    if (known.length === 0) return notApplicable('too few requests to see how they depend on each other')
    const series = latencySeries(evidence).find(({ affects }) => affects.includes(name))
    const rho = series === undefined ? Number.NaN : lagOneCorrelation(series.latencyNs).rho
    const worst = Math.max(...known.map(({ vif }) => vif))
    const each = listed(known.map(({ figure, vif }) => `${digits(1 / vif)} at ${figure}`))
    const correlated = Number.isNaN(rho) ? '' : `; correlation of neighbours ${digits(rho)}`
    return passed(
      worst,
      null,
      latency.n,
      `for ${name}, a request is worth ${each} of an independent one${correlated}`,
    )
  },
}
