import { readFileSync } from 'node:fs'
import type { AbEnd, AbReport } from '../../analysis/ab/ab-report.ts'
import { assessBlocks } from '../../analysis/ab/assess-blocks.ts'
import { type AbFolder, abFolder, readAbTask, readBlocks } from './ab-folder.ts'
import { createBlockReader } from './block-reader.ts'
import { reportOfBlocks, summariesOf } from './report-of-blocks.ts'

/** What the experiment in a folder has come to so far; nothing is measured or written. Throws TareError 'folder' when it is none, or damaged. */
export function readAbReport(path: string): AbReport {
  const folder = abFolder(path)
  const task = readAbTask(folder)
  const rows = readBlocks(folder)
  const compared = createBlockReader(folder)(rows)
  const { state } = assessBlocks(compared.map(summariesOf), task.options)
  const end = task.aaBlocks === null && state !== 'going_on' ? state : endIn(folder)
  return reportOfBlocks(task, rows, compared, end)
}

/** Why there are no more blocks: of one that was killed nothing says it. */
function endIn({ answer }: AbFolder): AbEnd {
  const known: readonly AbEnd[] = ['out_of_budget', 'lost_blocks', 'aa_complete']
  try {
    const said = JSON.parse(readFileSync(answer, 'utf8')) as { readonly end?: unknown } | null
    return known.find((end) => end === said?.end) ?? 'interrupted'
  } catch {
    return 'interrupted'
  }
}
