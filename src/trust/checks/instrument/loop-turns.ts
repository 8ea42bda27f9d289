import type { Check } from '../../check.ts'
import { grade } from '../../grade.ts'
import { duration, percent } from '../../in-words.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'
import { hasUserStamps, tightestLatency, touchedLatencies } from './touched-latencies.ts'
import { turnFigures } from './turn-figures.ts'

const thresholds = { suspect: 0.05, invalid: 0.2 }
/** Share of tokens below which no quantile up to p99 can tell. */
const leastShare = 0.01

export const loopTurns: Check = {
  id: 'loop-turns',
  group: 'instrument',
  title: 'The loop’s turns are short beside what is measured',
  tests:
    'What arrives while the loop is at work waits until its turn is over. With user-space stamps that wait is in the latency: gaps between tokens are quantised by turns, and TTFT is late by them. With kernel stamps it is not, and long turns only mean that the client nears its capacity.',
  formula:
    'user-space stamps: worst worker’s median, over the periods between samples, of longest_turn_ns / p50 of the smallest latency (itl as a rule); above 5 % suspect, above 20 % invalid, where such a turn takes more than 1 % of a period. Kernel stamps: ok',
  source:
    'arXiv 2605.24217: the client as a queue whose service is the handling of an event. The share of tokens that come during a turn is its share of the time.',
  judge(evidence) {
    const { measured } = evidence
    const workers = turnFigures(evidence)
    const [first] = workers
    if (first === undefined) return notApplicable('the workers weren’t sampled')
    const worst = workers.reduce((a, b) => (b.typicalNs > a.typicalNs ? b : a))
    const n = workers.reduce((sum, { periods }) => sum + periods, 0)
    const longestNs = Math.max(...workers.map((worker) => worker.longestNs))
    const seen = `the longest turn of a quarter of a second takes ${duration(worst.typicalNs)}, the longest of all ${duration(longestNs)}`
    if (!hasUserStamps(measured))
      return passed(worst.typicalNs, null, n, `${seen}; kernel stamps don’t wait for it`)
    const tightest = tightestLatency(measured)
    if (tightest === undefined) return notApplicable('no latency was measured')
    const ratio = worst.typicalNs / (tightest.medianNs / tightest.weight)
    const { status, threshold } = grade(worst.share > leastShare ? ratio : 0, thresholds)
    if (status === 'ok') return passed(ratio, threshold, n, seen)
    return {
      status,
      statistic: ratio,
      threshold,
      n,
      affects: touchedLatencies(measured, worst.typicalNs, thresholds.suspect),
      message: `tokens wait for turns of ${duration(worst.typicalNs)} (worker ${worst.worker}), ${percent(ratio)} of the median ${tightest.name}, and are stamped after them`,
      remedy: 'Use the kernel’s stamps (--transport kernel, Linux), or more --workers.',
    }
  },
}
