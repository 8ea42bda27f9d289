import type { ScalingCategory, ScalingPoint, ScalingRun } from './scaling-point.ts'

/** A point as it is analysed: numbers are numbers, loads differ. */
export interface SweepPoint {
  readonly label: string
  readonly load: number | null
  readonly runs: readonly ScalingRun[]
}

export interface SweepPoints {
  readonly points: readonly SweepPoint[]
  /** What was left out or put together. */
  readonly notes: readonly string[]
}

/** Points in ascending order, those of the same load put together, what isn't a number left out. */
export function pointsOfLoads(given: readonly ScalingPoint[]): SweepPoints {
  const usable = given.filter(({ load }) => Number.isFinite(load) && load > 0)
  const dropped = given.length - usable.length
  const byLoad = new Map<number, ScalingRun[]>()
  for (const { load, runs } of usable) byLoad.set(load, [...(byLoad.get(load) ?? []), ...runs])
  const sorted = [...byLoad].sort(([a], [b]) => a - b)
  const { points, notes } = withoutBadRuns(
    sorted.map(([load, runs]) => ({ label: String(load), load, runs })),
  )
  const left = `${dropped} ${dropped === 1 ? 'point' : 'points'} left out: a load must be a number above 0.`
  return { points, notes: dropped === 0 ? notes : [left, ...notes] }
}

/** Categories in their own order, those of the same name put together. */
export function pointsOfCategories(given: readonly ScalingCategory[]): SweepPoints {
  const byLabel = new Map<string, ScalingRun[]>()
  for (const { label, runs } of given) byLabel.set(label, [...(byLabel.get(label) ?? []), ...runs])
  return withoutBadRuns(Array.from(byLabel, ([label, runs]) => ({ label, load: null, runs })))
}

function withoutBadRuns(given: readonly SweepPoint[]): SweepPoints {
  const notes: string[] = []
  const points = given.flatMap((point) => {
    const runs = point.runs.filter(({ throughput }) => Number.isFinite(throughput) && throughput >= 0)
    const bad = point.runs.length - runs.length
    if (bad > 0) notes.push(`${bad} of ${point.runs.length} runs at ${point.label} left out: no throughput.`)
    if (point.runs.length === 0) notes.push(`${point.label} has no run.`)
    const idle = runs.filter(({ throughput }) => throughput === 0).length
    if (idle > 0)
      notes.push(`${idle} of ${runs.length} runs at ${point.label} brought nothing: no part of any fit.`)
    return runs.length === 0 ? [] : [{ ...point, runs }]
  })
  return { points, notes }
}

/** Whether all of its runs brought something, so that it has a logarithm. */
export function brings({ runs }: SweepPoint): boolean {
  return runs.every(({ throughput }) => throughput > 0)
}
