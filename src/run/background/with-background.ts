import { existsSync, readFileSync } from 'node:fs'
import { BackgroundTally, coveredShare } from '../../metrics/background/background-figures.ts'
import type { Measurements, Summary } from '../../metrics/summary.ts'
import type { Plan } from '../../plan/plan.ts'
import { readRecords } from '../../record/records-reader.ts'
import { type RunFolder, runFolder } from '../run-folder.ts'
import { loadContext } from '../summary-context.ts'

/**
 * A run's measurements with what its background did meanwhile, from the background's own folder; as they are when the plan has none.
 * One that left no summary did nothing. Throws TareError 'folder' as `readRecords` does.
 */
export async function withBackground(
  folder: RunFolder,
  { background }: Plan,
  measured: Measurements,
): Promise<Measurements> {
  if (background === null) return measured
  const own = runFolder(folder.background)
  const { url, api, model } = background.target
  const { model: loadModel, concurrency } = loadContext({ load: background.load })
  const [stage] = background.load.stages
  const said = {
    target: { url, api, model: model ?? '' },
    load: {
      model: loadModel,
      concurrency,
      requested_rate_per_s: stage?.kind === 'open' ? stage.startRatePerSecond : null,
    },
  }
  const nothing = { startNs: 0, endNs: measured.window.end_ns - measured.window.start_ns }
  if (!existsSync(own.summary)) {
    const counts = new BackgroundTally(nothing).counts()
    return { ...measured, background: { ...said, covered_share: 0, ...counts } }
  }
  const summary = JSON.parse(readFileSync(own.summary, 'utf8')) as Summary
  // Its epoch is the earlier one: it is the difference that must be exact, and that fits a double.
  const laterNs = Number(BigInt(measured.epoch_unix_ns) - BigInt(summary.epoch_unix_ns))
  const window = {
    startNs: measured.window.start_ns + laterNs,
    endNs: measured.window.end_ns + laterNs,
  }
  const tally = new BackgroundTally(window)
  for await (const record of readRecords(own.records)) tally.add(record)
  // It is stopped when the measured run has ended; whatever else ends it does so at its last request.
  const ranUntilNs = summary.state === 'interrupted' ? Number.POSITIVE_INFINITY : summary.window.end_ns
  const covered_share = coveredShare(window, ranUntilNs)
  return { ...measured, background: { ...said, covered_share, ...tally.counts() } }
}
