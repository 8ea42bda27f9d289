import type { Trend, TrendChange, TrendSeries } from '../analysis/history/trend-series.ts'
import { printable } from './printable.ts'

/** The series of one scenario and cell on one kind of machine. */
export interface TrendGroup {
  /** `tare-sim · open loop, Poisson 8.00 req/s for 30 s`, its cell and its machine, each a line. */
  readonly names: readonly string[]
  readonly canary: boolean
  readonly series: readonly TrendSeries[]
}

/** A change with the series that it is in. */
export interface PlacedChange {
  readonly group: TrendGroup
  readonly series: TrendSeries
  readonly change: TrendChange
}

export function trendGroups({ series }: Trend): readonly TrendGroup[] {
  const groups: { names: readonly string[]; canary: boolean; series: TrendSeries[] }[] = []
  for (const one of series) {
    const last = groups.at(-1)
    if (last !== undefined && alike(last.series[0]!, one)) last.series.push(one)
    else groups.push({ names: namesOf(one), canary: one.canary, series: [one] })
  }
  return groups
}

/** All changes, newest first. */
export function placedChanges(groups: readonly TrendGroup[]): readonly PlacedChange[] {
  return groups
    .flatMap((group) =>
      group.series.flatMap((series) => series.changes.map((change) => ({ group, series, change }))),
    )
    .sort((a, b) => Date.parse(b.change.after.started_at) - Date.parse(a.change.after.started_at))
}

function alike(a: TrendSeries, b: TrendSeries): boolean {
  return a.scenario === b.scenario && a.cell === b.cell && a.machine === b.machine
}

function namesOf({ scenarioInWords, cell, machineInWords, canary }: TrendSeries): readonly string[] {
  const scenario = printable(scenarioInWords)
  return [
    canary ? `canary · ${scenario}` : scenario,
    ...(cell === null ? [] : [printable(cell)]),
    printable(machineInWords),
  ]
}
