import { indexOfDispersion } from '../../../statistics/index-of-dispersion.ts'
import type { Check } from '../../check.ts'
import type { OpenSpan } from '../../evidence.ts'
import { grade, type Thresholds } from '../../grade.ts'
import { digits, duration } from '../../in-words.ts'
import { passed } from '../../passed.ts'
import { noSpan, otherArrivalsRemedy, type SpanSends, spanSends } from './span-sends.ts'

const arrivals = ['poisson', 'gamma', 'constant'] as const
const fewestSends = 200
const fewestWindows = 50
const widthsNs = [0.1e9, 1e9, 10e9]
/** How many times too large, or too small, the index may be. */
const ofRandom: Thresholds = { suspect: 1.25, invalid: 2 }
/** Of evenly spaced arrivals it is all but 0, and a factor of it says nothing. */
const ofConstant: Thresholds = { suspect: 0.2, invalid: 0.5 }
const mostSigmas = 4.5

/** The counts of one width of window, of one span. */
interface Dispersal {
  readonly span: OpenSpan
  readonly widthNs: number
  readonly windows: number
  readonly index: number
  readonly expected: number
  /** What is graded, the larger the worse: of random arrivals the factor between the two, of constant ones the index. */
  readonly excess: number
  readonly thresholds: Thresholds
  /** Whether chance alone would do as much. */
  readonly isByChance: boolean
}

export const indexOfDispersionCheck: Check = {
  id: 'index-of-dispersion',
  group: 'arrivals',
  title: 'Sends are as bunched as their arrival process',
  tests:
    'How much the number of sends varies from one window of time to the next says how bunched the traffic is, at any rate and whatever the gaps look like one by one. A Poisson process has variance = mean; bursts, and workers that repeat each other’s gaps, have more, evened-out traffic has less. Queues follow it.',
  formula:
    'variance / mean of the counts of sent_ns in windows of 0.1, 1 and 10 s (each with ≥ 50 windows, ≥ 5 sends in one on average, of gamma arrivals ≥ 20 / burstiness, and an expected variance ≥ 3), against c² + (1 − c⁴) / 6m, where m is the mean count and c² is 1 for Poisson, 1 / burstiness for gamma, 0 for constant arrivals; off by a factor above 1.25 suspect, above 2 invalid, both only beyond 4.5 standard deviations of χ² / (windows − 1); of constant arrivals, above 0.2 suspect, above 0.5 invalid',
  source:
    'Cox and Lewis 1966; Cox 1962, Renewal Theory, for the counts of a renewal process in a window. W workers of GuideLLM with one seed have an index near W.',
  judge(evidence) {
    const spans = spanSends(evidence, arrivals, { fewestSends, shortestGapNs: 0 })
    const found = spans.flatMap((sends) => widthsNs.flatMap((widthNs) => dispersal(sends, widthNs)))
    if (found.length === 0) {
      return noSpan(evidence, arrivals, '200 sends, and 5 or more in each of 50 windows of 0.1, 1 or 10 s')
    }
    const significant = found.filter(({ isByChance }) => !isByChance)
    const of = significant.length > 0 ? significant : found
    const worst = of.reduce((a, b) => (relative(b) > relative(a) ? b : a))
    const { span, widthNs, windows, index, expected, excess } = worst
    const { status, threshold: factor } = grade(excess, worst.thresholds)
    const threshold = limit(worst, factor)
    const seen = `the index of dispersion of sends in windows of ${duration(widthNs)} is ${digits(index)}, and ${digits(expected)} is expected of ${inWords(span)} arrivals`
    if (status === 'ok' || worst.isByChance) return passed(index, threshold, windows, seen)
    return {
      status,
      statistic: index,
      threshold,
      n: windows,
      affects: ['*'],
      message: `${seen}: they came ${index > expected ? 'in bursts' : 'more evenly than that'}`,
      remedy: otherArrivalsRemedy,
    }
  },
}

const relative = ({ excess, thresholds }: Dispersal): number => excess / thresholds.suspect

/** A threshold of what is graded, as an index. */
function limit({ span, index, expected }: Dispersal, threshold: number): number {
  if (span.arrival === 'constant') return threshold
  return index > expected ? expected * threshold : expected / threshold
}

function inWords({ arrival, burstiness }: OpenSpan): string {
  if (arrival === 'gamma') return `gamma (burstiness ${digits(burstiness)})`
  return arrival === 'poisson' ? 'Poisson' : 'constant'
}

function dispersal({ span, sentNs }: SpanSends, widthNs: number): readonly Dispersal[] {
  const { windows, index } = indexOfDispersion(sentNs, span.startNs, sentNs.at(-1)!, widthNs)
  const mean = (sentNs.length * widthNs) / (sentNs.at(-1)! - span.startNs)
  const squaredVariation = { poisson: 1, gamma: 1 / span.burstiness, constant: 0 }[span.arrival]
  const fewest = span.arrival === 'gamma' ? Math.max(5, 20 * squaredVariation) : 5
  if (windows < fewestWindows || mean < fewest) return []
  const expected = squaredVariation + (1 - squaredVariation ** 2) / (6 * mean)
  const isConstant = span.arrival === 'constant'
  // Counts that hardly vary are whole numbers before they are anything else.
  if (!isConstant && expected * mean < 3) return []
  const ratio = index / expected
  return [
    {
      span,
      widthNs,
      windows,
      index,
      expected,
      excess: isConstant ? index : Math.max(ratio, 1 / ratio),
      thresholds: isConstant ? ofConstant : ofRandom,
      isByChance: !isConstant && Math.abs(sigmasOfChiSquare(ratio, windows - 1)) <= mostSigmas,
    },
  ]
}

/** A χ² variable over its degrees of freedom as a standard normal one (Wilson and Hilferty 1931). */
function sigmasOfChiSquare(ratio: number, degrees: number): number {
  const variance = 2 / (9 * degrees)
  return (Math.cbrt(ratio) - (1 - variance)) / Math.sqrt(variance)
}
