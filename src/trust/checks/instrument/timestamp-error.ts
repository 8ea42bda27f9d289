import type { Check } from '../../check.ts'
import { grade } from '../../grade.ts'
import { duration, listed, percent } from '../../in-words.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'
import { type FigureError, figureErrors } from './figure-errors.ts'
import { isRunQueueTold } from './run-queue-told.ts'
import { figureLabel, hasUserStamps } from './touched-latencies.ts'

const thresholds = { suspect: 0.05, invalid: 0.2 }

export const timestampError: Check = {
  id: 'timestamp-error',
  group: 'instrument',
  title: 'Stamps are fine enough for the figures',
  tests:
    'Each arrival has a bound on how late its stamp can be (docs/accuracy.md), and each figure of a latency the most by which such errors can have moved it. A figure is worth nothing when that is a good part of it: a client that can’t keep up reports its own queue. The bound of tokens that came in one read needs the scheduler’s word for how long the loop took to wake up; where the system doesn’t give that it goes back over all the time that the loop slept, and then a wide one is a doubt and no more.',
  formula:
    'error = resolution.<figure>.instrument_error; largest error / figure of any reported figure: above 5 % suspect, above 20 % invalid (suspect, with kernel stamps where run_queue_ns isn’t known); it touches the metrics beyond the one that counts. A figure below a tenth of its mean is judged against that',
  source:
    'The bound is derived in docs/accuracy.md. wrk2’s ± 1 ms is the only such statement of another tool; arXiv 2605.24217 shows what single-process clients make of TTFT and TPOT.',
  judge(evidence) {
    const errors = figureErrors(evidence)
    const [worst] = errors
    if (worst === undefined) return notApplicable('no latency was measured')
    const proven = hasUserStamps(evidence.measured) || isRunQueueTold(evidence)
    const { status, threshold } = grade(worst.ratio, proven ? thresholds : { ...thresholds, invalid: null })
    const most = inWords(worst)
    if (status === 'ok') {
      const message = worst.errorMs === 0 ? 'every stamp is exact' : `at most, ${most}`
      return passed(worst.ratio, threshold, errors.length, message)
    }
    const metricsAbove = (limit: number): readonly string[] => [
      ...new Set(errors.filter(({ ratio }) => ratio > limit).map(({ metric }) => metric)),
    ]
    const others = metricsAbove(thresholds.suspect).filter((metric) => metric !== worst.metric)
    return {
      status,
      statistic: worst.ratio,
      threshold,
      n: errors.length,
      affects: metricsAbove(threshold),
      message:
        others.length > 0
          ? `${most}; ${listed(others)} too by more than ${percent(thresholds.suspect)}`
          : most,
      remedy: hasUserStamps(evidence.measured)
        ? 'Use the kernel’s stamps (--transport kernel, Linux); elsewhere more --workers, fewer streams, and nothing else on the machine.'
        : 'Use more --workers, or --pin, or keep other work off the machine.',
    }
  },
}

function inWords({ metric, figure, valueMs, errorMs, ratio }: FigureError): string {
  const share = ratio > 1 ? '' : ` (${percent(ratio)})`
  return `${metric} ${figureLabel(figure)}, ${duration(valueMs * 1e6)}, can be wrong by ${duration(errorMs * 1e6)}${share}`
}
