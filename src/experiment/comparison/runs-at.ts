import { dirname, join, normalize } from 'node:path'
import { TareError } from '../../errors.ts'
import { didYouMean } from '../../plan/nearest.ts'
import { refuseAbFolder } from '../ab/refuse-ab-folder.ts'
import { isSweepFolder } from '../sweep/read-rows.ts'
import type { FoundRun, FoundRuns } from './found-run.ts'
import { isFolder, quoted } from './is-folder.ts'
import { isRunFolder } from './is-run-folder.ts'
import { MissingReferenceError } from './missing-reference-error.ts'
import { foldersIn, runsInFolder } from './runs-in-folder.ts'
import { runsOfSweep } from './runs-of-sweep.ts'

/**
 * The runs that a path names: itself, those of a sweep that were measured, or the run folders in a folder, by name. Throws
 * MissingReferenceError (a TareError 'folder') when nothing is there, and TareError 'folder' when that holds no runs.
 */
export function runsAt(path: string): FoundRuns {
  if (!isFolder(path)) throw noSuchFolder(path)
  refuseAbFolder(path)
  if (isSweepFolder(path)) return runsOfSweep(path)
  const paths = isRunFolder(path) ? [path] : runsInFolder(path)
  if (paths.length > 0) return { found: paths.map(ofNoSweep), missing: [] }
  throw new TareError('folder', `${quoted(path)} holds no runs`, {
    hint: 'Give the folder of a run, of a sweep, or one with run folders right below it.',
  })
}

/** The error to show when nothing is there by a path, with the nearest that is. */
export function noSuchFolder(path: string): MissingReferenceError {
  const parent = dirname(path)
  const near = didYouMean(
    normalize(path),
    foldersIn(parent).map((name) => join(parent, name)),
  )
  return new MissingReferenceError(
    `there is no folder ${quoted(path)}${near}`,
    'Give the folder of a run, of a sweep, or one with run folders in it.',
  )
}

function ofNoSweep(path: string): FoundRun {
  return { path, cell: null, axes: {}, serverSettings: {} }
}
