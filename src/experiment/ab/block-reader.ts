import { join } from 'node:path'
import { type BlockRow, isMeasured } from '../../analysis/ab/block-row.ts'
import type { ComparedRun } from '../../analysis/comparison/compared-run.ts'
import { readComparedRun } from '../comparison/read-compared-run.ts'
import type { AbFolder } from './ab-folder.ts'

/** A measured block, as comparisons see its runs. */
export interface ComparedBlock {
  readonly a: ComparedRun
  readonly b: ComparedRun
}

/** Reads the measured ones of an experiment's blocks, each run once. Throws TareError 'folder' when a run's folder is gone or damaged. */
export function createBlockReader({
  path,
}: AbFolder): (rows: readonly BlockRow[]) => readonly ComparedBlock[] {
  const known = new Map<string, ComparedRun>()
  const read = (folder: string): ComparedRun => {
    // As a person finds it: below the experiment's folder.
    const run = known.get(folder) ?? { ...readComparedRun(join(path, folder)), path: folder }
    known.set(folder, run)
    return run
  }
  return (rows) =>
    rows.filter(isMeasured).flatMap(({ a, b }) => {
      if (a === null || b === null || a.folder === null || b.folder === null) return []
      return [{ a: read(a.folder), b: read(b.folder) }]
    })
}
