import { join } from 'node:path'
import { type AbAssessment, assessBlocks, lookedAt } from '../../analysis/ab/assess-blocks.ts'
import { type BlockRow, type BlockRun, lostBlocks } from '../../analysis/ab/block-row.ts'
import { levelAfter } from '../../analysis/ab/level-after.ts'
import type { ComparedRun, RunGroup } from '../../analysis/comparison/compared-run.ts'
import type { ComparabilityNote } from '../../analysis/comparison/comparison.ts'
import type { PairedRuns } from '../../analysis/gate/paired-runs.ts'
import { TareError } from '../../errors.ts'
import { abFolder, readAbTask, readBlocks } from '../ab/ab-folder.ts'
import { type ComparedBlock, createBlockReader } from '../ab/block-reader.ts'
import { summariesOf } from '../ab/report-of-blocks.ts'
import { readComparedRun } from '../comparison/read-compared-run.ts'
import { readOrSay } from '../comparison/read-runs.ts'

/** An A/B experiment as a gate sees it: B is what is gated, A what it is held to. */
export interface AbSides {
  readonly run: RunGroup
  readonly baseline: RunGroup
  readonly paired: PairedRuns
  readonly notes: readonly ComparabilityNote[]
}

/**
 * The runs of the experiment in a folder, in the pairs in which they were made: those of the look that ended it, or all when none did. Blocks that
 * were lost and replaced count no more; where so many were lost that they ended it, their runs are there to be judged. Throws
 * TareError 'folder' for a folder that has none or is damaged, 'usage' for A against itself.
 */
export function readAbSides(path: string): AbSides {
  const folder = abFolder(path)
  const { a, b, options, aaBlocks } = readAbTask(folder)
  if (aaBlocks !== null) {
    throw new TareError('usage', `${path} is A against itself: there is nothing to hold to it`, {
      hint: 'Gate an experiment of A against B.',
    })
  }
  const rows = readBlocks(folder)
  const measured = createBlockReader(folder)(rows).map((block) => below(path, block))
  const assessment = assessBlocks(measured.map(summariesOf), options)
  const last = rows.at(-1)
  const isOver = assessment.state !== 'going_on'
  const isLost = !isOver && last !== undefined && lostBlocks(rows).includes(last)
  const blocks = lookedAt(measured, isOver ? assessment : { ...assessment, looks: [] })
  const lost = isLost ? lostBlocks(rows) : []
  const side = (name: string, of: 'a' | 'b'): RunGroup => {
    return { name, runs: [...blocks.map((block) => block[of]), ...runsOf(path, lost, of)], unreadable: [] }
  }
  const run = side(`${b.name} in ${path}`, 'b')
  const baseline = side(a.name, 'a')
  if (run.runs.length === 0 || baseline.runs.length === 0) throw noBlock(path, last)
  return {
    run,
    baseline,
    paired: { blocks, alpha: levelAfter(assessment, options), isLost },
    notes: [...lostNotes(lost), ...(isLost ? [] : openNotes(measured.length, assessment))],
  }
}

/** With their paths as a person would give them. */
function below(path: string, { a, b }: ComparedBlock): ComparedBlock {
  return { a: { ...a, path: join(path, a.path) }, b: { ...b, path: join(path, b.path) } }
}

function runsOf(path: string, rows: readonly BlockRow[], side: 'a' | 'b'): readonly ComparedRun[] {
  return rows.flatMap((row) => {
    const folder = row[side]?.folder ?? null
    if (folder === null) return []
    const run = readOrSay(() => readComparedRun(join(path, folder)))
    return typeof run === 'string' ? [] : [run]
  })
}

function lostNotes(lost: readonly BlockRow[]): readonly ComparabilityNote[] {
  if (lost.length === 0) return []
  const why = reasonOf(lost.at(-1)!)
  const what = lost.length === 1 ? '1 block was' : `${lost.length} blocks were`
  const message = `${what} lost, which ended the experiment${why === null ? '' : `; at last: ${why}`}`
  return [{ id: 'lost-blocks', severity: 'refuse', message }]
}

function reasonOf({ a, b }: BlockRow): string | null {
  const bad = (run: BlockRun | null): boolean => run !== null && run.status !== 'measured'
  return [a, b].find(bad)?.error ?? null
}

function openNotes(measured: number, { state, nextLookAt }: AbAssessment): readonly ComparabilityNote[] {
  if (state !== 'going_on') return []
  const message = `the experiment isn’t over: it has ${measured} of the ${nextLookAt} blocks that its next look needs`
  return [{ id: 'unfinished', severity: 'warn', message }]
}

function noBlock(path: string, last: BlockRow | undefined): TareError {
  const why = last === undefined ? null : reasonOf(last)
  const said = why === null ? '' : `: ${why}`
  return new TareError('folder', `${path} is an A/B experiment without a measured block${said}`, {
    hint: `Go on with it: tare ab --resume ${path}`,
  })
}
