import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { AbOptions } from '../../analysis/ab/ab-options.ts'
import type { BlockRow } from '../../analysis/ab/block-row.ts'
import { TareError } from '../../errors.ts'
import { readPlanYaml, writePlanYaml } from '../../plan/plan-file.ts'
import { writeFailure } from '../../record/write-bytes.ts'
import { tareVersion } from '../../version.ts'
import type { AbSideName } from './ab-progress.ts'
import type { AbTask } from './ab-task.ts'

/** The files of an A/B experiment. */
export interface AbFolder {
  readonly path: string
  /** What was asked for. */
  readonly manifest: string
  readonly plans: Readonly<Record<AbSideName, string>>
  /** A line an attempt at a block, as they end: what an experiment goes on from. */
  readonly blocks: string
  /** A run folder a run. */
  readonly runs: string
  /** What came of it, for programs and for people. */
  readonly answer: string
  readonly markdown: string
  /** Of servers that the experiment starts. */
  readonly serverLogs: Readonly<Record<AbSideName, string>>
}

const abTaskSchema = 'tare.ab-task/1'

interface AbManifest {
  readonly schema: typeof abTaskSchema
  readonly tare_version: string
  readonly a: string
  readonly b: string
  readonly options: AbOptions
  readonly aa_blocks: number | null
  /** Null without a budget. */
  readonly budget_s: number | null
  readonly force: boolean
}

export function abFolder(path: string): AbFolder {
  const at = resolve(path)
  return {
    path: at,
    manifest: join(at, 'ab.json'),
    plans: { a: join(at, 'plan-a.yaml'), b: join(at, 'plan-b.yaml') },
    blocks: join(at, 'blocks.ndjson'),
    runs: join(at, 'runs'),
    answer: join(at, 'answer.json'),
    markdown: join(at, 'answer.md'),
    serverLogs: { a: join(at, 'server-a.log'), b: join(at, 'server-b.log') },
  }
}

export function isAbFolder(path: string): boolean {
  return existsSync(abFolder(path).manifest)
}

/** Creates the folder of an experiment, which must not exist. Throws TareError 'folder'. */
export function createAbFolder(
  path: string,
  { a, b, options, aaBlocks, budgetSeconds, force }: AbTask,
): AbFolder {
  const folder = abFolder(path)
  if (existsSync(folder.path)) {
    throw new TareError('folder', `the experiment's folder ${path} exists already`, {
      hint: `Go on with it by tare ab --resume ${path}, or give another with --out.`,
    })
  }
  const manifest: AbManifest = {
    schema: abTaskSchema,
    tare_version: tareVersion,
    a: a.name,
    b: b.name,
    options,
    aa_blocks: aaBlocks,
    budget_s: Number.isFinite(budgetSeconds) ? budgetSeconds : null,
    force,
  }
  try {
    mkdirSync(folder.runs, { recursive: true })
    writeFileSync(folder.plans.a, writePlanYaml(a.plan))
    writeFileSync(folder.plans.b, writePlanYaml(b.plan))
    writeFileSync(folder.blocks, '')
    writeFileSync(folder.manifest, `${JSON.stringify(manifest, null, 2)}\n`)
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause)
    const hint = 'Give a folder that you may write to with --out.'
    throw new TareError('folder', `can't create the experiment's folder ${path}: ${reason}`, { hint, cause })
  }
  return folder
}

/** The task of an experiment that is gone on with. Throws TareError 'folder' when the folder is of none. */
export function readAbTask({ path, manifest, plans }: AbFolder): AbTask {
  const said = readManifest(manifest)
  if (said?.schema !== abTaskSchema) {
    throw new TareError('folder', `${path} isn't the folder of an A/B experiment`, {
      hint: 'It is made by tare ab, and holds ab.json.',
    })
  }
  const { a, b, options, aa_blocks, budget_s, force } = said as AbManifest
  const plan = (side: AbSideName): AbTask['a']['plan'] =>
    readPlanYaml(readFileSync(plans[side], 'utf8'), plans[side])
  return {
    a: { name: a, plan: plan('a') },
    b: { name: b, plan: plan('b') },
    options,
    aaBlocks: aa_blocks,
    budgetSeconds: budget_s ?? Number.POSITIVE_INFINITY,
    force,
  }
}

function readManifest(file: string): { readonly schema?: unknown } | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { readonly schema?: unknown } | null
  } catch {
    return null
  }
}

/** Notes an attempt at a block; it is there whatever becomes of the experiment. */
export function appendBlock({ blocks }: AbFolder, row: BlockRow): void {
  try {
    appendFileSync(blocks, `${JSON.stringify(row)}\n`)
  } catch (cause) {
    throw writeFailure(blocks, cause)
  }
}

/** Ends a line that a crash cut short, so that the next attempt isn't lost with it. */
export function mendBlocks({ blocks }: AbFolder): void {
  if (linesOf(blocks).at(-1) === '') return
  try {
    appendFileSync(blocks, '\n')
  } catch (cause) {
    throw writeFailure(blocks, cause)
  }
}

/** Attempts so far. A line that a crash cut short is an attempt that wasn't made. */
export function readBlocks({ blocks }: AbFolder): readonly BlockRow[] {
  return linesOf(blocks).flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as BlockRow]
    } catch {
      return []
    }
  })
}

function linesOf(file: string): readonly string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : ['']
}

/** Leaves what came of it; an earlier answer is replaced. */
export function writeAbAnswer({ answer, markdown }: AbFolder, result: object, text: string): void {
  for (const [file, content] of [
    [answer, `${JSON.stringify(result, null, 2)}\n`],
    [markdown, text],
  ] as const) {
    try {
      writeFileSync(file, content)
    } catch (cause) {
      throw writeFailure(file, cause)
    }
  }
}
