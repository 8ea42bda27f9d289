import { shiftInterval } from '../../statistics/shift-interval.ts'
import type { ComparedMetric } from '../comparison/compared-metric.ts'
import { type HistoryRow, isBelieved } from './history-row.ts'
import { onScale, shiftAsChange } from './trend-scale.ts'

/**
 * What the canary, the embedded simulator measured on the same machine, says of a change: `moved`, the same way and by half as much or
 * more, so it is the machine (or Tare) that changed; `partly`, the same way, but by less than half; `still`, a move by half as much
 * is excluded; `unclear`, it has too few runs around the change or they differ too much; `lacking`, there is a canary without this figure; `none`, there is no canary; `self`,
 * the series is the canary's own.
 */
export type CanaryAccount =
  | {
      readonly state: 'moved' | 'partly' | 'still'
      readonly change: number
      readonly changeCi95: readonly [number, number]
    }
  | { readonly state: 'unclear' | 'lacking' | 'none' | 'self' }

/** A change that a canary is asked about: times in ms since 1970, the shift on the metric's scale. */
export interface AskedChange {
  readonly machine: string
  readonly shift: number
  /** From the first run of the segment before to the last before the change, and from the first after to the segment's last. */
  readonly beforeMs: readonly [from: number, to: number]
  readonly afterMs: readonly [from: number, to: number]
}

const mostRuns = 20

/**
 * Asks the canary rows. Only runs next to the change are asked, up to 20 on each side; those between its last run before and its first after may
 * belong to either, and are asked nothing. Of several canaries that with the most runs around the change answers.
 */
export function canaryAccount(
  rows: readonly HistoryRow[],
  metric: ComparedMetric,
  change: AskedChange,
): CanaryAccount {
  const sides = Array.from(canariesOf(rows, metric, change.machine).values(), (points) => {
    const within = ([from, to]: readonly [number, number]): readonly number[] =>
      points.filter(({ atMs }) => atMs >= from && atMs <= to).map(({ value }) => value)
    return {
      before: within(change.beforeMs).slice(-mostRuns),
      after: within(change.afterMs).slice(0, mostRuns),
    }
  })
  if (sides.length === 0) {
    const some = rows.some(({ canary, machine }) => canary && machine === change.machine)
    return { state: some ? 'lacking' : 'none' }
  }
  const { before, after } = sides.reduce((best, side) => (asked(side) > asked(best) ? side : best))
  const { shift, ci95 } = shiftInterval(Float64Array.from(before), Float64Array.from(after))
  if (ci95 === null) return { state: 'unclear' }
  const state = stateOf(shift, ci95, change.shift)
  if (state === 'unclear') return { state }
  const [low, high] = ci95.map((bound) => shiftAsChange(metric.unit, bound)) as [number, number]
  return { state, change: shiftAsChange(metric.unit, shift), changeCi95: [low, high] }
}

interface CanarySides {
  readonly before: readonly number[]
  readonly after: readonly number[]
}

function asked({ before, after }: CanarySides): number {
  return Math.min(before.length, after.length)
}

/** Seen in the direction of the server's change. */
function stateOf(
  shift: number,
  [low, high]: readonly [number, number],
  ofServer: number,
): 'moved' | 'partly' | 'still' | 'unclear' {
  const along = Math.sign(ofServer)
  const half = Math.abs(ofServer) / 2
  if (Math.min(along * low, along * high) > 0) return along * shift >= half ? 'moved' : 'partly'
  return Math.max(along * low, along * high) < half ? 'still' : 'unclear'
}

interface CanaryPoint {
  readonly atMs: number
  readonly value: number
}

/** Believed canary runs on a machine, by scenario and cell, oldest first. */
function canariesOf(
  rows: readonly HistoryRow[],
  metric: ComparedMetric,
  machine: string,
): ReadonlyMap<string, readonly CanaryPoint[]> {
  const canaries = new Map<string, CanaryPoint[]>()
  for (const row of rows) {
    const value = onScale(metric.unit, row.metrics[metric.name] ?? null)
    if (!row.canary || row.machine !== machine || !isBelieved(row, metric.name) || value === null) continue
    const key = JSON.stringify([row.scenario, row.cell])
    const points = canaries.get(key) ?? []
    points.push({ atMs: Date.parse(row.started_at), value })
    canaries.set(key, points)
  }
  for (const points of canaries.values()) points.sort((a, b) => a.atMs - b.atMs)
  return canaries
}
