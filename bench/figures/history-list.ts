import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { comparedMetrics } from '../../src/analysis/comparison/compared-metric.ts'
import { historyRow } from '../../src/analysis/history/fixtures/history-rows.ts'
import { historyFolder } from '../../src/experiment/history/history-folder.ts'
import type { AddedEntry } from '../../src/experiment/history/index-entry.ts'
import { readHistory } from '../../src/experiment/history/read-history.ts'
import { writeSegment } from '../../src/experiment/history/write-segment.ts'
import { beside, type Figure, limited, median } from '../figure.ts'

const tareProgram = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

function entry(n: number): AddedEntry {
  const run_id = `run-${n}`
  const metrics = comparedMetrics.map(
    ({ name }, at) => [name, at % 5 === 0 ? null : Math.sin(n + at)] as const,
  )
  const row = { ...historyRow(n), run_id, folder: `runs/${run_id}`, metrics: Object.fromEntries(metrics) }
  return { kind: 'added', tag: `tag-${n}`, row }
}

/** Ten thousand runs as additions and merges leave them: nine large segments and 15 small ones. */
function writeHistory(store: string): void {
  const folder = historyFolder(store)
  let n = 0
  const segment = (entries: number): void => {
    const from = n
    n += entries
    writeSegment(
      folder,
      Array.from({ length: entries }, (_, at) => entry(from + at)),
      [],
      new Date(),
    )
  }
  for (let large = 0; large < 9; large++) segment(1100)
  for (let small = 0; small < 14; small++) segment(6)
  segment(16)
}

function medianSeconds(times: number, action: () => void): number {
  const seconds = Array.from({ length: times }, () => {
    const startMs = performance.now()
    action()
    return (performance.now() - startMs) / 1e3
  })
  return median(seconds)
}

export const historyList: Figure = {
  name: 'history-list',
  title: 'A history of ten thousand runs',
  async measure({ runPath }) {
    const store = runPath()
    writeHistory(store)
    const list = (format: string) => () =>
      void execFileSync(
        process.execPath,
        [tareProgram, 'history', 'list', '--history', store, '--format', format],
        {
          maxBuffer: 2 ** 30,
          stdio: 'pipe',
        },
      )
    return [
      limited('tare history list', medianSeconds(5, list('table')), ' s', { atMost: 2 }),
      limited('… of all as JSON', medianSeconds(5, list('json')), ' s', { atMost: 2 }),
      beside(
        'reading the index alone',
        medianSeconds(5, () => readHistory(store)),
        ' s',
      ),
    ]
  },
}
