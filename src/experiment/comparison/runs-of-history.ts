import { existsSync } from 'node:fs'
import { TareError } from '../../errors.ts'

/** Folders of the runs in a history that a selector picks, oldest first. Throws TareError 'usage' for a bad selector. */
export function runsOfHistory(store: string, selector: string): readonly string[] {
  if (!existsSync(store)) return []
  throw new TareError('internal', `the history in ${store} can't be asked for ${selector}`)
}

/** The history that is meant when none is given: $TARE_HISTORY, else tare-history in the working directory. */
export function defaultHistory(env: NodeJS.ProcessEnv = process.env): string {
  return env.TARE_HISTORY || 'tare-history'
}
