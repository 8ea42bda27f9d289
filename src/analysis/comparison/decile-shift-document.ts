import type { DecileShift, ShiftPoint } from './decile-shift.ts'
import type { SideFigure } from './metric-comparison.ts'
import { shiftInWords } from './shift-words.ts'

type Document = Readonly<Record<string, unknown>>

/** A shift as files have it: `deciles` of a cell in schema/comparison.schema.json. */
export function decileShiftDocument(shift: DecileShift): Document {
  return {
    latency: shift.latency,
    variation: shift.variation,
    shape: shift.shape.kind,
    in_words: shiftInWords(shift),
    points: shift.points.map(pointDocument),
    notes: shift.notes,
  }
}

function pointDocument({ p, a, b, change, ci95, band, note }: ShiftPoint): Document {
  return { p, a_ms: side(a), b_ms: side(b), change, change_ci95: ci95, change_band: band, note }
}

function side({ value, ci95, runs, of }: SideFigure): Document {
  return { value, ci95, runs, of }
}
