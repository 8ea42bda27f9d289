import { appendFileSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { TareError } from '../errors.ts'
import { backgroundFolderName } from '../plan/background-run-plan.ts'

/** The files of a run. */
export interface RunFolder {
  readonly path: string
  readonly plan: string
  readonly environment: string
  readonly records: string
  /** In experiments: the same requests by user-space stamps, and what the workers found out about themselves. */
  readonly recordsUser: string
  readonly study: string
  readonly samples: string
  /** What the server said of itself while the run lasted, where it was asked. */
  readonly serverSamples: string
  /** Each change of the server's workers while they were scaled under load. */
  readonly scaleChanges: string
  readonly summary: string
  /** Of the load that ran beside it, where there was one: a run folder of its own. */
  readonly background: string
  readonly log: string
  /** While the run lasts: each worker's append-only file of finished requests. */
  readonly spool: string
}

export function runFolder(path: string): RunFolder {
  const at = resolve(path)
  return {
    path: at,
    plan: join(at, 'plan.yaml'),
    environment: join(at, 'environment.json'),
    records: join(at, 'records.parquet'),
    recordsUser: join(at, 'records-user.parquet'),
    study: join(at, 'study.json'),
    samples: join(at, 'samples.parquet'),
    serverSamples: join(at, 'server-samples.parquet'),
    scaleChanges: join(at, 'scale-changes.ndjson'),
    summary: join(at, 'summary.json'),
    background: join(at, backgroundFolderName),
    log: join(at, 'log.ndjson'),
    spool: join(at, 'spool'),
  }
}

export function spoolPath(folder: RunFolder, worker: number): string {
  return join(folder.spool, `worker-${worker}.bin`)
}

/** Ends the names of spools of twin records, so that none is taken for a spool of records. */
export const twinSpoolSuffix = '.user'

export function twinSpoolPath(folder: RunFolder, worker: number): string {
  return join(folder.spool, `worker-${worker}${twinSpoolSuffix}`)
}

/** A worker's account of itself, written when it ends. */
export function workerResultPath(folder: RunFolder, worker: number): string {
  return join(folder.spool, `worker-${worker}.json`)
}

/** Throws TareError 'folder' when the run folder exists: a run is never written over another. */
export function refuseExisting(path: string): void {
  let exists: boolean
  try {
    exists = statSync(path, { throwIfNoEntry: false }) !== undefined
  } catch (cause) {
    throw cannotCreate(path, cause)
  }
  if (!exists) return
  throw new TareError('folder', `the run folder ${path} exists already`, {
    hint: 'Give another folder with --out, or remove this one.',
  })
}

/** Creates the folder of a run, which must not exist yet. Throws TareError 'folder'. */
export function createRunFolder(path: string): RunFolder {
  const folder = runFolder(path)
  refuseExisting(folder.path)
  try {
    mkdirSync(folder.spool, { recursive: true })
  } catch (cause) {
    throw cannotCreate(path, cause)
  }
  return folder
}

function cannotCreate(path: string, cause: unknown): TareError {
  const reason = (cause as NodeJS.ErrnoException).code ?? String(cause)
  return new TareError('folder', `can't create the run folder ${path}: ${reason}`, {
    hint: 'Give a folder that you may write to with --out.',
    cause,
  })
}

/** Writes one of the run's small files. Throws TareError 'resources' naming the file. */
export function writeRunFile(path: string, content: string): void {
  try {
    writeFileSync(path, content)
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause)
    throw new TareError('resources', `can't write ${path}: ${reason}`, {
      hint: 'Make room, then finish the run with: tare recover.',
      cause,
    })
  }
}

/** Appends an event to the run's log, with the time of day. A log that can't be written ends no run. */
export function logEvent(
  folder: RunFolder,
  event: string,
  details: Readonly<Record<string, unknown>> = {},
): void {
  try {
    appendFileSync(folder.log, `${JSON.stringify({ at: new Date().toISOString(), event, ...details })}\n`)
  } catch {
    // The disk may be what the event is about.
  }
}

export function removeSpool(folder: RunFolder): void {
  rmSync(folder.spool, { recursive: true, force: true })
}
