import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { TareError } from '../errors.ts'
import { mergeSpools } from '../record/merge-spools.ts'
import { RecordsWriter } from '../record/records-writer.ts'
import { SpoolReader } from '../record/spool-reader.ts'
import type { WorkerResult } from '../worker/worker-messages.ts'
import type { StudyFigures } from '../worker/worker-study.ts'
import { type RunFolder, twinSpoolSuffix, writeRunFile } from './run-folder.ts'

/** What the workers of a study found out about themselves, one element a worker. */
export type WorkerStudies = readonly StudyFigures[]

/** Turns a study's spools into records-user.parquet, and the workers' figures into study.json; of any other run, nothing. */
export function finishStudy(folder: RunFolder, runId: string, epochUnixNs: bigint): void {
  const names = readdirSync(folder.spool)
  const spools = names
    .filter((name) => name.endsWith(twinSpoolSuffix))
    .sort()
    .map((name) => new SpoolReader(join(folder.spool, name)))
  if (spools.length === 0) return
  const writer = new RecordsWriter(folder.recordsUser, { runId, epochUnixNs })
  try {
    for (const record of mergeSpools(spools)) writer.append(record)
    writer.finish()
  } catch (error) {
    writer.abandon()
    throw error
  } finally {
    for (const spool of spools) spool.close()
  }
  const studies = names
    .filter((name) => /^worker-\d+\.json$/.test(name))
    .sort()
    .flatMap((name) => studyOf(join(folder.spool, name)))
  writeRunFile(folder.study, `${JSON.stringify(studies, null, 2)}\n`)
}

/** A worker that died left no account of itself, or a part of one: `finishRun` says so. */
function studyOf(path: string): WorkerStudies {
  try {
    const { study } = JSON.parse(readFileSync(path, 'utf8')) as WorkerResult
    return study === undefined ? [] : [study]
  } catch {
    return []
  }
}

/** Reads what `finishStudy` left. Throws TareError 'folder' when the run was no study. */
export function readWorkerStudies(folder: RunFolder): WorkerStudies {
  if (!existsSync(folder.study)) {
    throw new TareError('folder', `${folder.path} is no study: it has no ${folder.study}`)
  }
  return JSON.parse(readFileSync(folder.study, 'utf8')) as WorkerStudies
}
