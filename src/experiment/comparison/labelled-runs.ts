import { readFileSync } from 'node:fs'
import { runFolder } from '../../run/run-folder.ts'
import { runsInFolder } from './runs-in-folder.ts'

/** The finished runs below a folder that have a label, by it. What can't be read has none. */
export function labelledRuns(folder: string): ReadonlyMap<string, readonly string[]> {
  const byLabel = new Map<string, string[]>()
  for (const path of runsInFolder(folder)) {
    const label = labelOf(path)
    if (label === null) continue
    const others = byLabel.get(label)
    if (others === undefined) byLabel.set(label, [path])
    else others.push(path)
  }
  return byLabel
}

function labelOf(path: string): string | null {
  try {
    const summary = JSON.parse(readFileSync(runFolder(path).summary, 'utf8')) as {
      readonly label?: unknown
    } | null
    return typeof summary?.label === 'string' ? summary.label : null
  } catch {
    return null
  }
}
