import type { Check } from '../../check.ts'
import { counted, digits, duration, percent } from '../../in-words.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'
import { findWarmUps, leastRequests, type WarmUp } from './find-warm-up.ts'
import { type LatencySeries, latencySeries } from './latency-series.ts'

const suspectEffect = 0.05
const invalidEffect = 0.25
/** The warm-up that is asked for, over the one that was seen. */
const margin = 1.2

export const warmUp: Check = {
  id: 'warm-up',
  group: 'steady state',
  title: 'The server had warmed up',
  tests:
    'Connections, caches, compiled kernels and queues take a while to get to where they stay. What is measured before that is another server, and moves the figures of the one that was meant. MSER-5 finds where the beginning ends, by latency and by the requests in flight; the check looks at what leaving the beginning out would change.',
  formula:
    'd = MSER-5 of TTFT (or E2E) in the order of the sends, and of the requests in flight at 501 moments; effect = |figure of all / figure without the first d − 1|, the larger of median and mean. Suspect above 5 % when the logarithms of 20 to 100 block medians lie elsewhere before d than after it, by 4.5 standard errors or more that allow for all the persistence their rest leaves possible, and 1.3 times as far as any block after it (a beginning shorter than a block: 3 times as far as any stretch as long). Invalid above 25 % when d is more than half',
  source:
    'MSER-5: White, Cobb & Spratt 2000. It answers with a truncation for most random series, hence the two gates: the sizes and power of the second are by simulation. wrk2 leaves out a fixed 10 s, perf_analyzer waits until three windows agree.',
  judge(evidence) {
    if (!evidence.plan.homogeneous) return notApplicable('the load or the server changes by plan')
    const all = latencySeries(evidence)
    const n = Math.max(...all.map(({ atNs }) => atNs.length))
    if (n < leastRequests)
      return notApplicable(`too few to tell a beginning from the rest: ${counted(n, 'request')}`)
    const found = all
      .flatMap((series) => findWarmUps(evidence, series).map((seen) => ({ series, seen })))
      .sort((a, b) => Math.abs(b.seen.effect) - Math.abs(a.seen.effect))
    const worst = found.find(({ seen }) => seen.significant && Math.abs(seen.effect) > suspectEffect)
    if (worst === undefined) {
      const effect = Math.abs(found[0]?.seen.effect ?? 0)
      const message =
        effect <= suspectEffect
          ? 'leaving out a beginning changes nothing that matters'
          : `the beginning differs from the rest by no more than latency wanders anyway (${percent(effect)} of the ${found[0]!.seen.figure})`
      return passed(effect, suspectEffect, n, message)
    }
    const { series, seen } = worst
    const neverSteady = seen.requests > series.atNs.length / 2
    const isInvalid = neverSteady && Math.abs(seen.effect) > invalidEffect
    const affects = found
      .filter((one) => one.seen.significant && Math.abs(one.seen.effect) > suspectEffect)
      .flatMap((one) => one.series.affects)
    return {
      status: isInvalid ? 'invalid' : 'suspect',
      statistic: Math.abs(seen.effect),
      threshold: isInvalid ? invalidEffect : suspectEffect,
      n: series.atNs.length,
      affects: [...new Set(affects)],
      message: inWords(series, seen, neverSteady),
      remedy: neverSteady
        ? 'Measure for longer: more than half of the time measured went by before it was steady.'
        : `Leave the beginning out: --warmup ${secondsToLeaveOut(evidence.plan.warmupNs, seen)}s.`,
    }
  },
}

function inWords({ name, atNs }: LatencySeries, seen: WarmUp, neverSteady: boolean): string {
  const direction = seen.effect > 0 ? 'above' : 'below'
  const beginning = `the first ${duration(seen.lengthNs)} (${seen.requests} of ${atNs.length} requests, by ${seen.seenIn}) are unlike the rest`
  const effect = `with them the ${seen.figure} of ${name} is ${percent(Math.abs(seen.effect))} ${direction} what it is without`
  return `${beginning}: ${effect}${neverSteady ? '; no steady state was reached before half of the time' : ''}`
}

/** Rounded up to two digits, as a flag takes it. */
function secondsToLeaveOut(warmupNs: number, { lengthNs }: WarmUp): string {
  const seconds = (warmupNs + margin * lengthNs) / 1e9
  const unit = 10 ** (Math.floor(Math.log10(seconds)) - 1)
  return digits(Math.ceil(seconds / unit) * unit)
}
