import type { Ci95 } from '../../metrics/summary.ts'

export type ShiftDirection = 'more' | 'less'

/** Neighbouring quantiles that are shown to have moved the same way, and the least and the most of their changes, by size. */
export interface ShiftStretch {
  readonly direction: ShiftDirection
  readonly from: number
  readonly to: number
  readonly changes: readonly [least: number, most: number]
}

/**
 * What bands show of the shape of a shift. `none`: of no quantile is it shown to have moved, and `within` is what they all leave room for.
 * `alike`: all moved one way, and every change in `common` is in every band. `uneven`: all moved one way, and no one change is in
 * every band. `part`: some moved, one way. `both_ways`: some up, some down. `no_data`: there is no band.
 */
export type ShiftShape =
  | { readonly kind: 'no_data' }
  | { readonly kind: 'none'; readonly within: readonly [low: number, high: number] }
  | {
      readonly kind: 'alike'
      readonly direction: ShiftDirection
      readonly common: readonly [low: number, high: number]
    }
  | {
      readonly kind: 'uneven'
      readonly direction: ShiftDirection
      readonly least: MovedPoint
      readonly most: MovedPoint
    }
  | {
      readonly kind: 'part' | 'both_ways'
      /** In ascending order of p. */
      readonly stretches: readonly ShiftStretch[]
      /** Of which nothing is shown. */
      readonly unshown: readonly number[]
    }

export interface MovedPoint {
  readonly p: number
  readonly change: number
}

interface Banded extends MovedPoint {
  readonly band: readonly [low: number, high: number]
  readonly direction: ShiftDirection | null
}

/** Of simultaneous bands alone, so that all that it says holds at once. `points` are in ascending order of p. */
export function shiftShape(
  points: readonly { readonly p: number; readonly change: number | null; readonly band: Ci95 }[],
): ShiftShape {
  const banded = points.flatMap(({ p, change, band }): readonly Banded[] =>
    change === null || band === null ? [] : [{ p, change, band, direction: directionOf(band) }],
  )
  if (banded.length === 0) return { kind: 'no_data' }
  const stretches = stretchesOf(banded)
  const lows = banded.map(({ band }) => band[0])
  const highs = banded.map(({ band }) => band[1])
  if (stretches.length === 0) return { kind: 'none', within: [Math.min(...lows), Math.max(...highs)] }
  const unshown = banded.filter(({ direction }) => direction === null).map(({ p }) => p)
  if (new Set(stretches.map(({ direction }) => direction)).size > 1)
    return { kind: 'both_ways', stretches, unshown }
  if (unshown.length > 0) return { kind: 'part', stretches, unshown }
  const { direction } = stretches[0]!
  const common = [Math.max(...lows), Math.min(...highs)] as const
  if (common[0] <= common[1]) return { kind: 'alike', direction, common }
  const bySize = banded.toSorted((x, y) => Math.abs(x.change) - Math.abs(y.change))
  return { kind: 'uneven', direction, least: moved(bySize[0]!), most: moved(bySize.at(-1)!) }
}

function directionOf([low, high]: readonly [number, number]): ShiftDirection | null {
  if (low > 0) return 'more'
  return high < 0 ? 'less' : null
}

function stretchesOf(points: readonly Banded[]): readonly ShiftStretch[] {
  const stretches: ShiftStretch[] = []
  let before: ShiftDirection | null = null
  for (const { p, change, direction } of points) {
    const last = stretches.at(-1)
    if (direction !== null && direction === before && last !== undefined)
      stretches[stretches.length - 1] = { ...last, to: p, changes: spread([...last.changes, change]) }
    else if (direction !== null) stretches.push({ direction, from: p, to: p, changes: [change, change] })
    before = direction
  }
  return stretches
}

function spread(changes: readonly number[]): readonly [least: number, most: number] {
  const bySize = changes.toSorted((x, y) => Math.abs(x) - Math.abs(y))
  return [bySize[0]!, bySize.at(-1)!]
}

function moved({ p, change }: Banded): MovedPoint {
  return { p, change }
}
