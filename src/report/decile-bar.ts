import type { Ci95 } from '../metrics/summary.ts'

/** Where bars begin and end, as changes; 0 is between. */
export interface BarScale {
  readonly low: number
  readonly high: number
}

interface Barred {
  readonly change: number | null
  readonly band: Ci95
}

/** Bands so many times as wide as the middle one run out of the picture: one wide band would leave no room for the others. */
const widestBand = 3

/** A scale for bars one below the other; null when there is nothing to draw. */
export function barScale(points: readonly Barred[]): BarScale | null {
  const bands = points.flatMap(({ band }) => (band === null ? [] : [band]))
  if (bands.length === 0) return null
  const widths = bands.map(([low, high]) => high - low).sort((a, b) => a - b)
  const reach = widestBand * widths[Math.floor((widths.length - 1) / 2)]!
  const changes = points.flatMap(({ change, band }) => (change === null || band === null ? [] : [change]))
  const low = Math.min(0, ...bands.map(([end], at) => Math.max(end, changes[at]! - reach)))
  const high = Math.max(0, ...bands.map(([, end], at) => Math.min(end, changes[at]! + reach)))
  return low < high ? { low, high } : null
}

/** A band as `──┿──`, with `|` where there is no change, and `<` or `>` where the band goes on beyond the scale. */
export function decileBar({ change, band }: Barred, { low, high }: BarScale, columns: number): string {
  const column = (value: number): number =>
    Math.max(0, Math.min(columns - 1, Math.round(((value - low) / (high - low)) * (columns - 1))))
  const cells = Array.from({ length: columns }, () => ' ')
  if (band !== null) {
    cells.fill('─', column(band[0]), column(band[1]) + 1)
    if (band[0] < low) cells[0] = '<'
    if (band[1] > high) cells[columns - 1] = '>'
  }
  cells[column(0)] = '|'
  if (change !== null && band !== null) cells[column(change)] = '┿'
  return cells.join('').trimEnd()
}
