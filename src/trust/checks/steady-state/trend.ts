import { blockMedians } from '../../../statistics/block-medians.ts'
import { quantile } from '../../../statistics/quantile.ts'
import { type DependentTest, slopeTest } from '../../../statistics/slope-test.ts'
import type { Check } from '../../check.ts'
import type { Evidence } from '../../evidence.ts'
import { grade } from '../../grade.ts'
import { percent } from '../../in-words.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'
import { blocksOf, findWarmUps, leastRequests } from './find-warm-up.ts'
import { type LatencySeries, latencySeries } from './latency-series.ts'

const thresholds = { suspect: 0.05, invalid: 0.25 }

interface Trend {
  readonly series: LatencySeries
  readonly n: number
  /** Median of the second half of the time over that of the first, less 1. */
  readonly change: number
  readonly test: DependentTest
}

export const trend: Check = {
  id: 'trend',
  group: 'steady state',
  title: 'Latency didn’t rise or fall over the run',
  tests:
    'A server that heats up, fills its cache, leaks or fragments gets slower all the while, and one whose neighbours leave gets faster. Then no figure describes it: each depends on how long one measured. A queue that merely wanders looks much the same in a short run, so the test allows for all the persistence that the run leaves possible, and is silent where it can’t tell.',
  formula:
    'after the warm-up that was found, if any: change = median(second half of the time) / median(first half) − 1, suspect above 5 % and invalid above 25 % in size, when the slope over 20 to 100 block medians’ logarithms, of the same sign, is beyond 4.5 standard errors (more for fewer than 40 blocks) of an AR(1) whose φ is estimated from the residuals, mended for bias and raised by four of its standard errors',
  source:
    'Block medians over time as in Hoefler & Belli 2015; the inflated AR(1) in place of Newey & West 1987, whose test (20 blocks, 3 lags, 0.1 %) by simulation finds a slope in 2 % of white noise and, for 200 to 5000 requests, in 22 to 3 % of M/M/1 at 0.9. ADF and KPSS misjudge series that are stationary and strongly dependent. Lancet (ATC’19) has its stationarity check switched off.',
  judge(evidence) {
    if (!evidence.plan.homogeneous) return notApplicable('the load or the server changes by plan')
    const trends = latencySeries(evidence).flatMap((series) => trendOf(evidence, series))
    const [first] = trends
    if (first === undefined) return notApplicable('too few requests to see a trend')
    const bySize = trends.sort((a, b) => Math.abs(b.change) - Math.abs(a.change))
    const real = bySize.filter(isReal)
    const worst = real[0]
    if (worst === undefined) {
      const { series, n, change } = bySize[0]!
      const size = Math.abs(change)
      const seen = `the median of ${series.name} changed by ${percent(size)} from the first half to the second`
      const message = size <= thresholds.suspect ? seen : `${seen}, no more than it wanders anyway`
      return passed(size, thresholds.suspect, n, message)
    }
    const { series, n, change } = worst
    const size = Math.abs(change)
    const direction = change > 0 ? 'rose' : 'fell'
    return {
      ...grade(size, thresholds),
      statistic: size,
      n,
      affects: [...new Set(real.flatMap((one) => one.series.affects))],
      message: `the median of ${series.name} ${direction} by ${percent(size)} from the first half of the time to the second, and went on doing so: it depends on how long one measures`,
      remedy:
        'Measure for longer, after a longer --warmup, and find what changes with time: temperature, a cache that fills, a leak, a neighbour, a load near capacity.',
    }
  },
}

function isReal({ change, test }: Trend): boolean {
  return (
    test.significant &&
    Math.abs(change) > thresholds.suspect &&
    Math.sign(change) === Math.sign(test.estimate)
  )
}

function trendOf(evidence: Evidence, series: LatencySeries): readonly Trend[] {
  const warmUp = findWarmUps(evidence, series).find(({ significant }) => significant)
  const isTooLong = warmUp === undefined || warmUp.requests > series.atNs.length / 2
  const drop = isTooLong || series.atNs.length - warmUp.requests < leastRequests ? 0 : warmUp.requests
  const latencyNs = series.latencyNs.subarray(drop)
  const atNs = series.atNs.subarray(drop)
  const n = latencyNs.length
  if (n < leastRequests) return []
  const middleNs = (atNs[0]! + atNs[n - 1]!) / 2
  const half = atNs.findIndex((at) => at >= middleNs)
  const medianOf = (part: Float64Array): number => quantile(part.slice().sort(), 0.5)
  const change = medianOf(latencyNs.subarray(half)) / medianOf(latencyNs.subarray(0, half)) - 1
  const medians = blockMedians(latencyNs, blocksOf(n)).map(Math.log)
  return [
    {
      series,
      n,
      change,
      test: slopeTest(
        medians.map((_, block) => block),
        medians,
      ),
    },
  ]
}
