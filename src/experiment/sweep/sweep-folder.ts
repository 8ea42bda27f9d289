import { appendFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { TareError } from '../../errors.ts'

/** The files of a sweep. */
export interface SweepFolder {
  readonly path: string
  /** What was asked for, every include and flag in it, so that it can be gone on with. */
  readonly plan: string
  readonly manifest: string
  /** A line a run as they end: what the rest is made from. */
  readonly rows: string
  readonly cells: string
  readonly csv: string
  readonly markdown: string
  /** Of the server that the sweep starts. */
  readonly serverLog: string
  /** A run folder a run. */
  readonly runs: string
}

export const sweepSchema = 'tare.sweep/1'

/** What a sweep is, besides its plan. */
export interface SweepManifest {
  readonly schema: typeof sweepSchema
  readonly tare_version: string
  readonly created_at: string
  /** Draws the order and the runs' own seeds. */
  readonly seed: number
  readonly runs: number
}

export function sweepFolder(path: string): SweepFolder {
  const at = resolve(path)
  return {
    path: at,
    plan: join(at, 'sweep.yaml'),
    manifest: join(at, 'sweep.json'),
    rows: join(at, 'cells.ndjson'),
    cells: join(at, 'cells.parquet'),
    csv: join(at, 'cells.csv'),
    markdown: join(at, 'cells.md'),
    serverLog: join(at, 'server.log'),
    runs: join(at, 'runs'),
  }
}

/** Creates the folder of a sweep, which must not exist. Throws TareError 'folder'. */
export function createSweepFolder(path: string, plan: string, manifest: SweepManifest): SweepFolder {
  const folder = sweepFolder(path)
  if (statSync(folder.path, { throwIfNoEntry: false }) !== undefined) {
    throw new TareError('folder', `the sweep's folder ${path} exists already`, {
      hint: `Go on with it by tare sweep --resume ${path}, or give another with --out.`,
    })
  }
  try {
    mkdirSync(folder.runs, { recursive: true })
    writeFileSync(folder.plan, plan)
    writeFileSync(folder.manifest, `${JSON.stringify(manifest, null, 2)}\n`)
    writeFileSync(folder.rows, '')
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause)
    const hint = 'Give a folder that you may write to with --out.'
    throw new TareError('folder', `can't create the sweep's folder ${path}: ${reason}`, { hint, cause })
  }
  return folder
}

/** The manifest of a sweep's folder. Throws TareError 'folder' when it is none. */
export function readSweepManifest(folder: SweepFolder): SweepManifest {
  let manifest: { readonly schema?: unknown } | null = null
  try {
    manifest = JSON.parse(readFileSync(folder.manifest, 'utf8')) as { readonly schema?: unknown } | null
  } catch {
    // Said below.
  }
  if (manifest?.schema === sweepSchema) return manifest as SweepManifest
  throw new TareError('folder', `${folder.path} isn't the folder of a sweep`, {
    hint: 'It is made by tare sweep, and holds sweep.json.',
  })
}

/** The folder of a sweep that is gone on with: a line that a crash cut short stays by itself. Throws TareError 'folder'. */
export function reopenSweepFolder(path: string): SweepFolder {
  const folder = sweepFolder(path)
  readSweepManifest(folder)
  appendFileSync(folder.rows, '\n')
  return folder
}
