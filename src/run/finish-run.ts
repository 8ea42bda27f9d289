import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { TareError } from '../errors.ts'
import { distributionOfHistogramUs } from '../metrics/distribution.ts'
import { errorBoundsUs } from '../metrics/error-bounds.ts'
import type { Summary } from '../metrics/summary.ts'
import type { InstrumentFigures } from '../metrics/summary-context.ts'
import type { Plan } from '../plan/plan.ts'
import { mergeSpools } from '../record/merge-spools.ts'
import { RecordsWriter } from '../record/records-writer.ts'
import { SpoolReader } from '../record/spool-reader.ts'
import { LogHistogram } from '../statistics/log-histogram.ts'
import { notCalibrated } from '../trust/calibration/not-calibrated.ts'
import { RequestTableBuilder } from '../trust/request-table.ts'
import type { WorkerResult } from '../worker/worker-messages.ts'
import { withBackground } from './background/with-background.ts'
import { withCitation } from './calibration/with-citation.ts'
import { finishStudy } from './finish-study.ts'
import { logEvent, type RunFolder, removeSpool, writeRunFile } from './run-folder.ts'
import { readSampleSeries } from './sample-series.ts'
import { writeSamples } from './samples.ts'
import { withScaleStorm } from './scale-storm/with-scale-storm.ts'
import { withServerFigures } from './scrape/with-server-figures.ts'
import { writeServerSamples } from './scrape/write-server-samples.ts'
import { type RunEnding, summaryBuilder, summaryContext } from './summary-context.ts'
import { withVerdict } from './with-verdict.ts'

/**
 * Turns a run's spools into records.parquet, samples.parquet, server-samples.parquet and summary.json, then removes the spools. Until the
 * last step nothing is lost by failing: it can be done again (`tare recover`).
 */
export async function finishRun(folder: RunFolder, plan: Plan, ending: RunEnding): Promise<Summary> {
  const spools = openSpools(folder)
  const epochUnixNs = spools.find((spool) => spool.header !== null)?.header?.epochUnixNs
  if (epochUnixNs === undefined) {
    throw new TareError('folder', `${folder.path} has no finished requests`, {
      hint: 'There is nothing to recover: run it again.',
    })
  }
  const builder = summaryBuilder(plan, ending)
  const requests = new RequestTableBuilder()
  const writer = new RecordsWriter(folder.records, { runId: ending.runId, epochUnixNs })
  try {
    for (const record of mergeSpools(spools)) {
      builder.add(record)
      requests.add(record)
      writer.append(record)
    }
    writer.finish()
  } catch (error) {
    writer.abandon()
    throw error
  }
  // In the order of the first pass, and so of a later `tare report`, whose sums must round alike.
  if (builder.needsSecondPass()) for (const record of mergeSpools(spools)) builder.addAgain(record)
  if (builder.needsThirdPass()) for (const record of mergeSpools(spools)) builder.addThird(record)
  const dropped = spools.reduce((bytes, spool) => bytes + spool.droppedBytes, 0)
  if (dropped > 0) logEvent(folder, 'spool_damaged', { dropped_bytes: dropped })
  writeSamples(folder)
  writeServerSamples(folder)
  const context = summaryContext(plan, ending, epochUnixNs, instrumentFigures(folder, plan))
  const alone = await withServerFigures(folder, plan, builder.estimate(context))
  const beside = await withBackground(folder, plan, alone)
  const measured = await withScaleStorm(folder, plan, beside)
  const series = await readSampleSeries(folder)
  const cited = withCitation(folder, plan, measured, series.workers)
  const summary = withVerdict(plan, cited, requests.build(), series)
  writeRunFile(folder.summary, `${JSON.stringify(summary, null, 2)}\n`)
  finishStudy(folder, ending.runId, epochUnixNs)
  for (const spool of spools) spool.close()
  removeSpool(folder)
  logEvent(folder, 'finished')
  return summary
}

function openSpools(folder: RunFolder): SpoolReader[] {
  if (!existsSync(folder.spool)) return []
  return readdirSync(folder.spool)
    .filter((name) => name.endsWith('.bin'))
    .sort()
    .map((name) => new SpoolReader(join(folder.spool, name)))
}

/** The workers' own accounts; a worker that died left none, and one whose disk was full perhaps a part. */
function instrumentFigures(folder: RunFolder, plan: Plan): InstrumentFigures {
  const readDelay = new LogHistogram()
  const errorBound = new LogHistogram()
  let cpuSeconds = 0
  let maxRssBytes = 0
  for (const name of readdirSync(folder.spool).filter((file) => /^worker-\d+\.json$/.test(file))) {
    const result = readResult(folder, name)
    if (result === undefined) continue
    readDelay.add(result.readDelay)
    errorBound.add(result.errorBound)
    cpuSeconds += (result.figures.cpuUserUs + result.figures.cpuSystemUs) / 1e6
    maxRssBytes = Math.max(maxRssBytes, result.figures.rssBytes)
  }
  return {
    workers: plan.client.workers,
    readDelayUs: distributionOfHistogramUs(readDelay),
    errorBoundUs: errorBoundsUs(errorBound),
    cpuSeconds,
    maxRssBytes,
    calibration: notCalibrated,
  }
}

function readResult(folder: RunFolder, name: string): WorkerResult | undefined {
  try {
    return JSON.parse(readFileSync(join(folder.spool, name), 'utf8')) as WorkerResult
  } catch (error) {
    logEvent(folder, 'worker_result_damaged', { name, message: String(error) })
    return undefined
  }
}
