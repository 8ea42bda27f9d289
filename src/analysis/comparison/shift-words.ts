import type { DecileShift } from './decile-shift.ts'
import { shiftProbabilities } from './run-quantiles.ts'
import type { ShiftDirection, ShiftStretch } from './shift-shape.ts'

/** `p10`, `p95`. */
export function pointName(p: number): string {
  return `p${Math.round(100 * p)}`
}

/** `+4.9 %`, `−12 %`, `+130 %`: two digits, but no more than one after the point where that isn't nothing. */
export function changeInWords(change: number): string {
  const size = Math.abs(100 * change)
  if (!(size >= 0.005)) return '0 %'
  const sign = change < 0 ? '−' : '+'
  if (size === Number.POSITIVE_INFINITY) return `${sign}∞ %`
  return `${sign}${size >= 9.95 ? size.toFixed(0) : Number(size >= 0.095 ? size.toFixed(1) : size.toPrecision(1))} %`
}

/** `+2.1 to +7.7 %`. */
export function rangeInWords([low, high]: readonly [number, number]): string {
  const [from, to] = [changeInWords(low), changeInWords(high)]
  return from === to ? from : `${from.replace(/ %$/, '')} to ${to}`
}

/** What shape a shift has, in a sentence without its full stop: of what bands show all at once, and nothing else. */
export function shiftInWords({ shape, variation, runs }: DecileShift): string {
  const within = variation === 'within_runs' ? ', as far as these two runs go' : ''
  switch (shape.kind) {
    case 'no_data':
      return 'no decile can be compared'
    case 'none':
      return `no decile is shown to have moved${within}: all bands lie within ${rangeInWords(shape.within)}${tooFew(shape.within, runs)}`
    case 'alike':
      return `all deciles ${speed(shape.direction)}${within}, and one change fits them all: ${rangeInWords(shape.common)}`
    case 'uneven': {
      const { least, most } = shape
      return `all deciles ${speed(shape.direction)}${within}, but not alike: least at ${pointName(least.p)} (${changeInWords(least.change)}), most at ${pointName(most.p)} (${changeInWords(most.change)})`
    }
    case 'part':
    case 'both_ways': {
      const moved = shape.stretches.map(stretchInWords).join(', ')
      const rest = shape.unshown.length === 0 ? '' : `; not shown to differ: ${namesInWords(shape.unshown)}`
      return `${moved}${within}${rest}`
    }
  }
}

/** More than this is no answer to any question. */
const vague = 0.5
const fewRuns = 5

function tooFew([low, high]: readonly [number, number], [a, b]: DecileShift['runs']): string {
  const wide = high > vague || low < -vague
  return wide && Math.min(a, b) < fewRuns ? '; more runs a side would narrow them' : ''
}

function speed(direction: ShiftDirection): string {
  return direction === 'more' ? 'slower' : 'faster'
}

/** `slower in the tail (p90 to p99: +9.1 to +14 %)`. */
function stretchInWords({ direction, from, to, changes }: ShiftStretch): string {
  const where = from === to ? pointName(from) : `${pointName(from)} to ${pointName(to)}`
  return `${speed(direction)} ${regionOf(from, to)} (${where}: ${rangeInWords(changes)})`
}

function regionOf(from: number, to: number): string {
  if (from >= 0.8) return 'in the tail'
  if (to <= 0.3) return 'at the low end'
  if (from >= 0.3 && to <= 0.7) return 'in the middle'
  if (to <= 0.6) return 'in the lower half'
  if (from >= 0.4) return 'in the upper half'
  return 'over most of it'
}

/** Neighbours together: `p10 to p40, p60`. */
function namesInWords(probabilities: readonly number[]): string {
  const parts: { from: number; to: number }[] = []
  for (const p of probabilities) {
    const last = parts.at(-1)
    if (last !== undefined && areNeighbours(last.to, p)) last.to = p
    else parts.push({ from: p, to: p })
  }
  return parts
    .map(({ from, to }) => (from === to ? pointName(from) : `${pointName(from)} to ${pointName(to)}`))
    .join(', ')
}

function areNeighbours(p: number, next: number): boolean {
  return shiftProbabilities.indexOf(next) === shiftProbabilities.indexOf(p) + 1
}
