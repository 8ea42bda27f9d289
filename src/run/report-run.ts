import { readFileSync } from 'node:fs'
import { TareError } from '../errors.ts'
import { beyondQuantiles } from '../metrics/error-bounds.ts'
import type { Summary } from '../metrics/summary.ts'
import { readPlanYaml } from '../plan/plan-file.ts'
import { readRecords } from '../record/records-reader.ts'
import { notCalibrated } from '../trust/calibration/not-calibrated.ts'
import { RequestTableBuilder } from '../trust/request-table.ts'
import { withBackground } from './background/with-background.ts'
import { type RunFolder, runFolder } from './run-folder.ts'
import { readSampleSeries } from './sample-series.ts'
import { withScaleStorm } from './scale-storm/with-scale-storm.ts'
import { withServerFigures } from './scrape/with-server-figures.ts'
import { loadContext, summaryBuilder } from './summary-context.ts'
import { withVerdict } from './with-verdict.ts'

/**
 * Makes a finished run's summary again from its records: the numbers of today's definitions, on a run of any day.
 * What isn't in the records (the instrument's account of itself, how the run ended) stays as summary.json has it.
 */
export async function reportRun(path: string): Promise<Summary> {
  const folder = runFolder(path)
  const kept = readSummary(folder, path)
  const plan = readPlanYaml(readRunFile(folder.plan, path), folder.plan, { redactedHeaders: 'keep' })
  const ending = {
    runId: kept.run_id,
    state: kept.state,
    stoppedNs: kept.state === 'complete' ? null : kept.window.end_ns,
  }
  const builder = summaryBuilder(plan, ending)
  const requests = new RequestTableBuilder()
  for await (const record of readRecords(folder.records)) {
    builder.add(record)
    requests.add(record)
  }
  if (builder.needsSecondPass())
    for await (const record of readRecords(folder.records)) builder.addAgain(record)
  if (builder.needsThirdPass())
    for await (const record of readRecords(folder.records)) builder.addThird(record)
  const measured = builder.estimate({
    tareVersion: kept.tare_version,
    runId: kept.run_id,
    label: kept.label,
    epochUnixNs: BigInt(kept.epoch_unix_ns),
    state: kept.state,
    target: kept.target,
    load: loadContext(plan),
    instrument: {
      workers: kept.instrument.workers,
      readDelayUs: kept.instrument.read_delay_us,
      errorBoundUs: {
        ...kept.instrument.error_bound_us,
        beyond: kept.instrument.error_bound_beyond ?? beyondQuantiles(kept.instrument.error_bound_us),
      },
      cpuSeconds: kept.instrument.cpu_s,
      maxRssBytes: kept.instrument.max_rss_bytes,
      calibration: kept.instrument.calibration ?? notCalibrated,
    },
  })
  const alone = await withServerFigures(folder, plan, measured)
  const beside = await withBackground(folder, plan, alone)
  const complete = await withScaleStorm(folder, plan, beside)
  return withVerdict(plan, complete, requests.build(), await readSampleSeries(folder))
}

function readSummary(folder: RunFolder, path: string): Summary {
  const text = readRunFile(folder.summary, path)
  try {
    return JSON.parse(text) as Summary
  } catch (cause) {
    throw new TareError('folder', `${folder.summary} is damaged`, {
      hint: `If the run was killed, complete it with: tare recover ${path}`,
      cause,
    })
  }
}

function readRunFile(file: string, path: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new TareError('folder', `${path} is not a finished run: can't read ${file}`, {
      hint: `If it was killed, complete it with: tare recover ${path}`,
      cause,
    })
  }
}
