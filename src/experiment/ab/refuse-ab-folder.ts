import { basename, dirname, join, resolve } from 'node:path'
import { shortened, TareError } from '../../errors.ts'
import { isAbFolder } from './ab-folder.ts'

/** Throws TareError 'folder' for an experiment where runs of one side are wanted: it has two, and together they are no repeats. */
export function refuseAbFolder(path: string): void {
  const folder = [path, ...(basename(resolve(path)) === 'runs' ? [dirname(path)] : [])].find(isAbFolder)
  if (folder === undefined) return
  throw new TareError(
    'folder',
    `${JSON.stringify(shortened(path, 120))} is of an A/B experiment: its runs are of two sides`,
    {
      hint: `tare compare ${folder} shows what came of it, tare gate ${folder} holds B to A; the runs of a side: ${join(folder, 'runs', '*-b')}`,
    },
  )
}
