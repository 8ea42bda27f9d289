import { Float64List } from '../../../record/float64-list.ts'
import type { Evidence } from '../../evidence.ts'

/** The sends of a run's open stages, in the order of the plan, as parallel arrays. Times are ns since the epoch. */
export interface OpenSends {
  readonly length: number
  readonly stage: Float64Array
  /** 1 for a request of the measured part, 0 of the warm-up. */
  readonly measured: Float64Array
  readonly plannedNs: Float64Array
  /**
   * When it could be sent: its planned time, or, when its worker then had all in flight that --max-concurrency allows,
   * when one of those had ended.
   */
  readonly dueNs: Float64Array
  readonly sentNs: Float64Array
  /** 1 for a request that was given a connection opened for it. */
  readonly opened: Float64Array
}

/** Requests that were never sent (no connection) aren't among them; neither are those of ramps in a mixed run. */
export function openSends(evidence: Evidence): OpenSends {
  const { requests, plan, measured } = evidence
  const { columns } = requests
  const openStages = new Set(plan.openSpans.map(({ stage }) => stage))
  const allOpen = measured.load.model === 'open'
  const dueNs = dueTimes(evidence)
  const lists = {
    stage: new Float64List(),
    measured: new Float64List(),
    plannedNs: new Float64List(),
    dueNs: new Float64List(),
    sentNs: new Float64List(),
    opened: new Float64List(),
  }
  for (let i = 0; i < requests.length; i++) {
    if (Number.isNaN(columns.sentNs[i]!) || !(allOpen || openStages.has(columns.stage[i]!))) continue
    lists.stage.push(columns.stage[i]!)
    lists.measured.push(columns.measured[i]!)
    lists.plannedNs.push(columns.plannedNs[i]!)
    lists.dueNs.push(dueNs[i]!)
    lists.sentNs.push(columns.sentNs[i]!)
    lists.opened.push(columns.opened[i]!)
  }
  return {
    length: lists.stage.length,
    stage: lists.stage.values(),
    measured: lists.measured.values(),
    plannedNs: lists.plannedNs.values(),
    dueNs: lists.dueNs.values(),
    sentNs: lists.sentNs.values(),
    opened: lists.opened.values(),
  }
}

/**
 * A worker starts its requests in order and has at most its share K of --max-concurrency in flight, so its k-th (from 0)
 * can start once k − K + 1 of those before it have ended. Later ones end later than that, so this is the (k − K)-th, from
 * 0, of all its ends in order of time.
 */
function dueTimes({ requests, plan }: Evidence): Float64Array {
  const { plannedNs, endNs, worker } = requests.columns
  const dueNs = Float64Array.from(plannedNs)
  if (plan.maxConcurrency === Number.POSITIVE_INFINITY) return dueNs
  const rowsOfWorker = new Map<number, number[]>()
  for (let i = 0; i < requests.length; i++) {
    const rows = rowsOfWorker.get(worker[i]!)
    if (rows === undefined) rowsOfWorker.set(worker[i]!, [i])
    else rows.push(i)
  }
  for (const [number, rows] of rowsOfWorker) {
    const share = Math.ceil((plan.maxConcurrency - number) / plan.workers)
    const endsNs = Float64Array.from(rows, (row) => endNs[row]!).sort()
    for (let k = share; k < rows.length; k++) {
      const row = rows[k]!
      dueNs[row] = Math.max(plannedNs[row]!, endsNs[k - share]!)
    }
  }
  return dueNs
}

/** Share of sends, of those chosen, that --max-concurrency held beyond their planned time; NaN of none. */
export function heldShare(sends: OpenSends, isChosen: (at: number) => boolean): number {
  let held = 0
  let all = 0
  for (let i = 0; i < sends.length; i++) {
    if (!isChosen(i)) continue
    all++
    if (sends.dueNs[i]! > sends.plannedNs[i]!) held++
  }
  return held / all
}
