import type { Objective } from '../../plan/objective.ts'
import type { RequestRecord } from '../../record/request-record.ts'
import { shareInterval } from '../../statistics/share-interval.ts'
import { type MeasuredWindow, windowSeconds } from '../measured-window.ts'
import { rateFigure } from '../rate-figure.ts'
import type { Ci95, Goodput } from '../summary.ts'
import { TimeSlices } from '../time-slices.ts'
import { complement } from './decide.ts'
import { isLatency, meets, perRequestMs } from './per-request-latency.ts'
import type { RequestValues } from './request-values.ts'

/** Of fewer there is no rate, as in `throughput`. */
const fewestRequests = 10

/** Of all measured requests, those that are good. */
export interface GoodShare {
  readonly share: number
  readonly ci95: Ci95
}

/** The requests that are ok and meet each of some objectives: their share of all measured ones, and their rate in the window. */
export class GoodputTally {
  readonly #objectives: readonly Objective[]
  #slices: TimeSlices | undefined
  #window: MeasuredWindow | undefined
  #good = 0

  constructor(objectives: readonly Objective[]) {
    this.#objectives = objectives
  }

  /** Second pass: every record, warm-up too, for what ends inside the window counts in its rates whenever it was planned. */
  addAgain(record: RequestRecord, window: MeasuredWindow): void {
    this.#window ??= window
    this.#slices ??= new TimeSlices(window.startNs, window.endNs)
    if (record.status !== 'ok' || record.endNs < window.startNs || record.endNs > window.endNs) return
    const good = this.#objectives.every(
      (objective) => isLatency(objective.metric) && meets(perRequestMs(objective.metric, record), objective),
    )
    if (!good) return
    this.#good++
    this.#slices.add(record.endNs, 1)
  }

  /** Null without requests, and when one of the objectives is on a latency that no ok request had. */
  share(requests: RequestValues): GoodShare | null {
    const latencies = this.#objectives.flatMap((objective) =>
      isLatency(objective.metric) ? [{ objective, ...requests.latency(objective.metric) }] : [],
    )
    const unmeasured = latencies.some(({ measured }) => !measured)
    if (requests.n === 0 || (unmeasured && requests.ok > 0)) return null
    const bad = requests.failures()
    for (const { objective, values } of latencies)
      for (let i = 0; i < bad.length; i++) if (!meets(values[i]!, objective)) bad[i] = 1
    const dependence = Math.max(1, ...latencies.map((latency) => latency.dependence))
    const { share, ci95 } = shareInterval(bad, dependence)
    return {
      share: complement(share),
      ci95: ci95 === null ? null : [complement(ci95[1]), complement(ci95[0])],
    }
  }

  summary(good: GoodShare | null): Goodput {
    const seconds =
      this.#window === undefined || this.#good < fewestRequests ? 0 : windowSeconds(this.#window)
    const rate =
      good === null || this.#slices === undefined
        ? { rate: null, ci95: null }
        : rateFigure(this.#slices.amounts, seconds)
    return {
      share: good?.share ?? null,
      share_ci95: good?.ci95 ?? null,
      requests_per_s: rate.rate,
      requests_per_s_ci95: rate.ci95,
    }
  }
}
