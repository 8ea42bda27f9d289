import { existsSync } from 'node:fs'
import type { RunGroup } from '../../analysis/comparison/compared-run.ts'
import { type HistorySelector, parseSelector, selectRows } from '../../analysis/history/select-rows.ts'
import { TareError } from '../../errors.ts'
import { addToHistory } from '../history/add-to-history.ts'
import { defaultHistory } from '../history/history-folder.ts'
import { readHistory } from '../history/read-history.ts'

/**
 * Adds runs to the history as the first of their baseline, by its label where it is named by one; returns what is to be said of it.
 * Throws TareError 'usage' for a baseline that is a folder, which a history can't make.
 */
export function seedBaseline(
  reference: string,
  { runs }: RunGroup,
  baseline: string,
  { history = defaultHistory() }: { readonly history?: string } = {},
): readonly string[] {
  const selector = selectorOf(baseline)
  const paths = existsSync(reference) ? [reference] : runs.map(({ path }) => path)
  const { added, present } = addToHistory(
    history,
    paths,
    selector.label === null ? {} : { label: selector.label },
  )
  const ids = new Set([...added.map(({ run_id }) => run_id), ...present])
  const found = selectRows(
    readHistory(history).filter(({ run_id }) => ids.has(run_id)),
    selector,
    Date.now(),
  )
  const count = `${added.length} run${added.length === 1 ? '' : 's'}`
  const said = `seeded: ${added.length === 0 ? 'the runs are in' : `${count} added to`} the history ${history}`
  if (found.length > 0) return [said]
  return [said, `but ${baseline} doesn't mean them, so that it is still missing (tare history list)`]
}

function selectorOf(baseline: string): HistorySelector {
  const isWord = /^[^:,/]+$/.test(baseline)
  if (!isWord && !/^[a-z]+:/.test(baseline)) {
    throw new TareError(
      'usage',
      `--missing-baseline seed: ${JSON.stringify(baseline)} is a folder, and not of the history`,
      {
        hint: 'Give a baseline of the history: --baseline label:NAME or branch:main,latest:5.',
      },
    )
  }
  return parseSelector(isWord ? `label:${baseline}` : baseline)
}
