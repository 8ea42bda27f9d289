import { quantile } from '../../../statistics/quantile.ts'
import type { Check } from '../../check.ts'
import { grade } from '../../grade.ts'
import { milliseconds, percent } from '../../in-words.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'
import { headlineMedian } from './headline-median.ts'
import { openSends } from './open-sends.ts'

const harmlessNs = 1e6
const suspectShare = 0.01
const invalidShare = 0.05

export const lateness: Check = {
  id: 'lateness',
  group: 'arrivals',
  title: 'Requests were sent when the plan said',
  tests:
    'In open loop the plan says when each request is sent. A client that is busy, stopped or starved of CPU sends later, and what it waited is in the …_from_plan latencies as if the server had been slow. When sends are later than the gaps between them, the server also sees other traffic than the plan’s (nothing for a while, then a burst), and then no latency is of the load that was asked for. A wait for --max-concurrency is the plan’s own and isn’t counted: see load-model.',
  formula:
    'lateness = sent_ns − planned_ns, or since the end that made room, of a request that waited for --max-concurrency; the lateness that 1 % of measured sends exceed, where at least four do, else that of 5, 10 or 50 %, as further quantiles of so few are no numbers: suspect above 1 ms and 1 % of the median TTFT (E2E when not streamed), invalid above 1 ms and 5 % of it. Where the lateness that 1 % (and at least two) exceed is above the median lateness by more than the mean gap, that one is judged',
  source:
    'MLPerf LoadGen keeps scheduled and issued times and measures from the first; wrk2’s README for what omitting it hides. oha corrects from when its timer woke, AIPerf sleeps from one send to the next, so that each delay moves all that follow; vegeta with -max-workers turns into a closed loop without a word.',
  judge(evidence) {
    const sends = openSends(evidence)
    const chosen = Array.from({ length: sends.length }, (_, i) => i).filter((i) => sends.measured[i] === 1)
    if (chosen.length === 0) return notApplicable('nothing was sent by a plan in time: the load isn’t open')
    const median = headlineMedian(evidence)
    if (median === null) return notApplicable('no request succeeded whose latency lateness could spoil')
    const lateNs = Float64Array.from(chosen, (i) => sends.sentNs[i]! - sends.dueNs[i]!)
    const n = chosen.length
    const sorted = lateNs.slice().sort()
    const meanGapNs = (sends.plannedNs[chosen.at(-1)!]! - sends.plannedNs[chosen[0]!]!) / (n - 1)
    // A delay that all sends share, such as a handshake each, moves them all and leaves the gaps as they were.
    const isBunched = exceededByAHundredth(sorted) - quantile(sorted, 0.5) > meanGapNs
    const p = isBunched ? 0.99 : farthest(n)
    const seenNs = isBunched ? exceededByAHundredth(sorted) : quantile(sorted, p)
    const { status, threshold } = grade(seenNs, {
      suspect: Math.max(harmlessNs, suspectShare * median.ns),
      invalid: Math.max(harmlessNs, invalidShare * median.ns),
    })
    const message = `p${100 * p} lateness of sends ${milliseconds(seenNs)} is ${percent(seenNs / median.ns)} of the median ${median.name}`
    if (status === 'ok') return passed(seenNs / 1e6, threshold / 1e6, n, message)
    const late = chosen.filter((_, at) => lateNs[at]! > threshold)
    const openedOf = (some: readonly number[]): number => some.filter((i) => sends.opened[i] === 1).length
    return {
      status,
      statistic: seenNs / 1e6,
      threshold: threshold / 1e6,
      n,
      affects: isBunched ? ['*'] : ['ttft_from_plan', 'e2e_from_plan'],
      message: isBunched
        ? `${message}, and more than the mean gap of ${milliseconds(meanGapNs)}: they reached the server in bunches`
        : message,
      remedy:
        openedOf(chosen) > n / 2
          ? 'Most sends waited for a new connection: let the server keep connections open, or read the latencies from the send in place of those from the plan.'
          : openedOf(late) > late.length / 2
            ? 'Most late sends waited for a new connection: a longer --warmup opens connections before they are needed.'
            : 'Give the client more: --workers, fewer other processes on its machine, or a lower rate.',
    }
  },
}

/** The farthest quantile of so many sends that four are beyond: of fewer no run prints one. */
function farthest(n: number): number {
  return [0.99, 0.95, 0.9].find((p) => n * (1 - p) >= 4) ?? 0.5
}

/** The p99, as the summary has it; of fewer than 200, what two are above: a single late send is an accident. */
function exceededByAHundredth(sorted: Float64Array): number {
  return quantile(sorted, Math.max(0, Math.min(0.99, 1 - 2 / sorted.length)))
}
