import type { Check } from '../../check.ts'
import type { Evidence, WorkerSeries } from '../../evidence.ts'
import { digits, percent } from '../../in-words.ts'
import { notApplicable } from '../../not-applicable.ts'
import { passed } from '../../passed.ts'
import type { RequestTable } from '../../request-table.ts'

/** What rounding may make of sums of nanoseconds. */
const mostRelative = 1e-6

/** A worker's time in flight between two of its samples, by its counter and by the records. Times are ns. */
interface Balance {
  readonly worker: number
  readonly lengthNs: number
  readonly countedNs: number
  readonly recordedNs: number
  /** The most by which ends and sends within a turn of a sample can have set the counter off. */
  readonly unseenNs: number
}

export const littleLaw: Check = {
  id: 'little-law',
  group: 'bookkeeping',
  title: 'Little’s law holds between the counters and the records',
  tests:
    'Little’s law, read as bookkeeping: the mean number of requests in flight is the sum of the times that each spent in flight, over the time watched. The left side comes from a counter that each worker keeps as it sends and reads, the right side from the records’ own times, each clipped to the stretch between the same two samples. They agree to the rounding of sums or else a request, or some of its time, is missing from the records. (The usual form, completed requests per second times their mean latency, is no identity: in a short loaded run it is off by a tenth.)',
  formula:
    '|Δin_flight_area_ns − Σ overlap(sent_ns … end_ns, samples)| / Δin_flight_area_ns > 1e-6 is invalid, for each worker, between its first and last sample in the measured window (in the run, where the window holds fewer than two). Ends that had arrived but were read only after a sample (within read_delay_ns and the longest turn), and sends of the turn that it was taken in, may make a difference of as much as they are off it',
  source: 'J. D. C. Little 1961; Denning and Buzen 1978 for the operational form.',
  judge(evidence) {
    if (evidence.measured.state === 'recovered') {
      return notApplicable('the run died, and what was in flight then left no record')
    }
    const balances = evidence.workers.flatMap((series) => balanceOf(evidence, series))
    if (balances.length === 0) return notApplicable('no worker kept count of its requests in flight')
    const worst = balances.reduce((a, b) => (unexplained(b) > unexplained(a) ? b : a))
    const statistic = unexplained(worst)
    const { length } = evidence.requests
    if (statistic <= mostRelative) {
      const mean = balances.reduce((sum, each) => sum + each.countedNs / each.lengthNs, 0)
      const message = `the workers counted ${digits(mean)} requests in flight on average, and so say the records`
      return passed(statistic, mostRelative, length, message)
    }
    const inFlight = (ns: number): string => digits(ns / worst.lengthNs)
    return {
      status: 'invalid',
      statistic,
      threshold: mostRelative,
      n: length,
      affects: ['*'],
      message: `worker ${worst.worker} counted ${inFlight(worst.countedNs)} requests in flight on average, its records add up to ${inFlight(worst.recordedNs)}: ${percent(statistic)} of the time in flight is unaccounted for`,
      remedy:
        'Records are missing, repeated, or have wrong times: see conservation and clock-steps; if both are ok, report a bug.',
    }
  },
}

/** The difference that late reads don't explain, as a share of the whole. */
function unexplained({ countedNs, recordedNs, unseenNs }: Balance): number {
  const differenceNs = Math.max(0, Math.abs(countedNs - recordedNs) - unseenNs)
  return differenceNs === 0 ? 0 : differenceNs / Math.max(countedNs, recordedNs)
}

function balanceOf({ measured, requests }: Evidence, series: WorkerSeries): readonly Balance[] {
  const { atNs, inFlightAreaNs, longestTurnNs, worker } = series
  const [first, last] = samplesWithin(atNs, measured.window.start_ns, measured.window.end_ns)
  if (first >= last || Number.isNaN(inFlightAreaNs[last]! - inFlightAreaNs[first]!)) return []
  const fromNs = atNs[first]!
  const toNs = atNs[last]!
  // A turn is noted when it ends, which may be after the sample that was taken in it.
  const turnAt = (sample: number): number =>
    Math.max(longestTurnNs[sample] || 0, longestTurnNs[sample + 1] || 0)
  return [
    {
      worker,
      lengthNs: toNs - fromNs,
      countedNs: inFlightAreaNs[last]! - inFlightAreaNs[first]!,
      recordedNs: overlapNs(requests, worker, fromNs, toNs),
      unseenNs:
        unseenNs(requests, worker, fromNs, turnAt(first)) + unseenNs(requests, worker, toNs, turnAt(last)),
    },
  ]
}

/** First and last sample of a window, or of all where it holds fewer than two. */
function samplesWithin(
  atNs: Float64Array,
  startNs: number,
  endNs: number,
): readonly [first: number, last: number] {
  const first = atNs.findIndex((at) => at >= startNs)
  const last = atNs.findLastIndex((at) => at <= endNs)
  return first >= 0 && first < last ? [first, last] : [0, atNs.length - 1]
}

/** Sum of the times in flight of a worker's requests, each clipped to the span. */
function overlapNs({ length, columns }: RequestTable, worker: number, fromNs: number, toNs: number): number {
  const { sentNs, endNs, worker: workers } = columns
  let sum = 0
  for (let i = 0; i < length; i++) {
    // A request that was never sent has no time in flight: NaN is greater than nothing.
    if (workers[i] !== worker || !(sentNs[i]! < toNs)) continue
    sum += Math.max(0, Math.min(endNs[i]!, toNs) - Math.max(sentNs[i]!, fromNs))
  }
  return sum
}

/**
 * How much the counter can have been off at a sample: by ends that had arrived and weren't read yet; by sends of the same
 * turn, whose time is a little later than the turn's; and by sends that the server refused, which were made again on a
 * fresh connection and have that time in their record.
 */
function unseenNs({ length, columns }: RequestTable, worker: number, atNs: number, turnNs: number): number {
  const { plannedNs, sentNs, endNs, readDelayNs, attempts, worker: workers } = columns
  let sum = 0
  for (let i = 0; i < length; i++) {
    if (workers[i] !== worker) continue
    const lateNs = atNs - endNs[i]!
    if (lateNs >= 0 && lateNs < (readDelayNs[i] || 0) + turnNs) sum += lateNs
    const earlyNs = sentNs[i]! - atNs
    if (earlyNs > 0 && earlyNs < turnNs) sum += earlyNs
    if (attempts[i]! > 1 && plannedNs[i]! <= atNs && atNs < sentNs[i]!) sum += atNs - plannedNs[i]!
  }
  return sum
}
