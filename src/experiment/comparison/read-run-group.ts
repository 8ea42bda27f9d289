import type { RunGroup } from '../../analysis/comparison/compared-run.ts'
import { looksLikeSelector } from '../../analysis/history/history-selector.ts'
import { TareError } from '../../errors.ts'
import { didYouMean } from '../../plan/nearest.ts'
import { defaultHistory } from '../history/history-folder.ts'
import { isFolder, quoted } from './is-folder.ts'
import { labelledRuns } from './labelled-runs.ts'
import { MissingReferenceError } from './missing-reference-error.ts'
import { readComparedRun } from './read-compared-run.ts'
import { allRuns, type ReadRuns, readRuns } from './read-runs.ts'
import { noSuchFolder, runsAt } from './runs-at.ts'
import { foldersIn } from './runs-in-folder.ts'
import { runsOfHistory } from './runs-of-history.ts'

export interface ReadRunGroupOptions {
  /** Folder of the history; $TARE_HISTORY by default, else tare-history. */
  readonly history?: string
  /** Whether a label or selector means INVALID runs of the history too, unless it says itself which verdicts it means. */
  readonly everyVerdict?: boolean
}

/** Where runs are when nobody says where. */
const runsFolder = 'runs'

/**
 * The runs that a reference names: a run's folder; a folder of run folders, repeats of each other; a sweep's folder, whose runs have
 * their cells' axes; `label:NAME`, or a bare word that is no path, the runs of that label in ./runs and the history; and
 * `branch:NAME`, `commit:SHA`, `latest:K`, `window:14d`, or several joined by commas, from the history. Runs that can't be read are
 * named, and left out. Throws MissingReferenceError (a TareError 'folder') when nothing is there by that name, and TareError 'folder'
 * when nothing that is there can be read.
 */
export function readRunGroup(reference: string, options: ReadRunGroupOptions = {}): RunGroup {
  const { runs, unreadable } = readReference(reference, {
    history: options.history ?? defaultHistory(),
    everyVerdict: options.everyVerdict ?? false,
  })
  if (runs.length > 0) return { name: reference, runs, unreadable }
  throw new TareError('folder', `${quoted(reference)} has no run that can be read: ${listed(unreadable)}`, {
    hint: 'Complete runs that were killed with: tare recover RUN.',
  })
}

function readReference(reference: string, options: Required<ReadRunGroupOptions>): ReadRuns {
  if (isFolder(reference)) return readFolder(reference)
  if (looksLikeSelector(reference)) return readSelected(reference, options)
  if (reference.includes('/') || reference === '') throw noSuchFolder(reference)
  return readSelected(`label:${reference}`, options, reference)
}

function readFolder(path: string): ReadRuns {
  const { found, missing } = runsAt(path)
  // Said as it is when there is but one: with its hint.
  if (found.length === 1 && found[0]!.path === path) return { runs: [readComparedRun(path)], unreadable: [] }
  const read = readRuns(found, ({ path, axes, serverSettings }) =>
    readComparedRun(path, axes, serverSettings),
  )
  return allRuns([read, { runs: [], unreadable: missing }])
}

function readSelected(
  text: string,
  { history, everyVerdict }: Required<ReadRunGroupOptions>,
  word?: string,
): ReadRuns {
  const label = /^label:([^,]*)$/.exec(text)?.[1]
  const labelled = label === undefined ? new Map<string, readonly string[]>() : labelledRuns(runsFolder)
  const found = allRuns([
    readRuns(labelled.get(label ?? '') ?? [], (path) => readComparedRun(path)),
    runsOfHistory(history, text, everyVerdict),
  ])
  if (found.runs.length + found.unreadable.length > 0) return found
  if (word !== undefined) throw noSuchWord(word, Array.from(labelled.keys()))
  const near = label === undefined ? '' : didYouMean(label, Array.from(labelled.keys()))
  const where =
    label === undefined ? `the history (${history})` : `./${runsFolder} and the history (${history})`
  throw new MissingReferenceError(
    `no run is ${quoted(text)} in ${where}${near}`,
    'tare history list shows what there is; tare history add RUN puts a run there.',
  )
}

/** It may have been meant as either. */
function noSuchWord(word: string, labels: readonly string[]): MissingReferenceError {
  const known = [
    ...foldersIn('.'),
    ...labels,
    ...foldersIn(runsFolder).map((name) => `${runsFolder}/${name}`),
  ]
  return new MissingReferenceError(
    `${quoted(word)} is no folder, and no run in ./${runsFolder} or the history has that label${didYouMean(word, known)}`,
    'Give the folder of a run, of a sweep, or one with run folders in it; runs get a label by tare run --label.',
  )
}

function listed(sentences: readonly string[]): string {
  const shown = sentences.slice(0, 3).join('; ')
  return sentences.length > 3 ? `${shown}; and ${sentences.length - 3} more` : shown
}
