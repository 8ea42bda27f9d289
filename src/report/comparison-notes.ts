import { remedyFor } from '../analysis/comparison/comparability-remedies.ts'
import type { ComparabilityNote, Comparison } from '../analysis/comparison/comparison.ts'
import { printable, wrap } from './printable.ts'
import { reportWidth } from './report-width.ts'
import type { Style } from './style.ts'

/** A note, and in how many cells it is; null where it is of all that is compared. */
export interface ToldNote extends ComparabilityNote {
  readonly cells: number | null
}

/** Notes of the whole, then those of cells: one of each kind, by the first cell that has it, with how many do. */
export function toldNotes({ notes, cells }: Comparison): readonly ToldNote[] {
  const ofCells = new Map<string, ToldNote>()
  for (const { cell, notes: own } of cells) {
    const seen = new Set<string>()
    for (const note of own) {
      const key = `${note.severity} ${note.id}`
      if (seen.has(key)) continue
      seen.add(key)
      const told = ofCells.get(key)
      if (told === undefined) ofCells.set(key, { ...note, message: `${cell}: ${note.message}`, cells: 1 })
      else ofCells.set(key, { ...told, cells: told.cells! + 1 })
    }
  }
  return [...notes.map((note) => ({ ...note, cells: null })), ...ofCells.values()]
}

/** `order: all runs of A were before …`; of several cells `suspect-run, 3 cells: concurrency=1: …`. */
export function noteInWords({ id, message, cells }: ToldNote): string {
  const many = cells === null || cells < 2 ? '' : `, ${cells} cells, the first`
  return printable(`${id}${many}: ${message}`)
}

/** `! machine: …` or `? order: …`, and below it what to change. */
export function renderComparisonNotes(notes: readonly ToldNote[], style: Style): readonly string[] {
  const width = reportWidth(style) - 4
  return notes.flatMap((note) => {
    const refuses = note.severity === 'refuse'
    const paint = refuses ? style.bad : style.warn
    const lines = wrap(style.encode(`${noteInWords(note)}.`), width)
    const remedy = remedyFor(note.id)
    const help = remedy === null ? [] : wrap(style.encode(remedy), width - 2)
    return [
      ...lines.map((line, at) => {
        const id = at === 0 && line.startsWith(note.id) ? paint(note.id) + line.slice(note.id.length) : line
        return `  ${at === 0 ? paint(refuses ? '!' : '?') : ' '} ${id}`
      }),
      ...help.map((line, at) => `    ${style.accent(style.encode(at === 0 ? '→' : ' '))} ${line}`),
    ]
  })
}
