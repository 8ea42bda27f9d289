import type { NativePrograms } from './native-program.ts'

/** One line of the bench's report. */
export interface FigureRow {
  readonly what: string
  /** As printed, with its unit: `11.2 us`. */
  readonly measured: string
  /** What it must reach, as printed; undefined for a figure that only stands beside another. */
  readonly target?: string
  readonly met?: boolean
}

export interface FigureContext {
  readonly native: NativePrograms
  /** A fresh path for a run folder. */
  readonly runPath: () => string
}

/** A figure that Tare must reach, measured on this machine. */
export interface Figure {
  readonly name: string
  readonly title: string
  measure(context: FigureContext): Promise<readonly FigureRow[]>
}

/** A row that has a limit: at most, or at least. */
export function limited(
  what: string,
  value: number,
  unit: string,
  bound: { readonly atMost: number } | { readonly atLeast: number },
): FigureRow {
  const measured = `${value.toPrecision(3)}${unit}`
  return 'atMost' in bound
    ? { what, measured, target: `<= ${bound.atMost}${unit}`, met: value <= bound.atMost }
    : { what, measured, target: `>= ${bound.atLeast}${unit}`, met: value >= bound.atLeast }
}

/** A row that stands beside another, without a limit of its own. */
export function beside(what: string, value: number, unit: string): FigureRow {
  return { what, measured: `${value.toPrecision(3)}${unit}` }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
