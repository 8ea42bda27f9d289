import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CapacityRequest } from '../../analysis/capacity/capacity-options.ts'
import type { CapacityResult } from '../../analysis/capacity/capacity-result.ts'
import { TareError } from '../../errors.ts'
import type { Plan } from '../../plan/plan.ts'
import { readPlanYaml, writePlanYaml } from '../../plan/plan-file.ts'
import { writeFailure } from '../../record/write-bytes.ts'

const capacitySchema = 'tare.capacity-search/1'

/** What a search is: the plan whose load it seeks, and how. */
export interface CapacityTask {
  readonly plan: Plan
  readonly request: CapacityRequest
}

/** Creates the folder of a search, which must not exist. Throws TareError 'folder'. */
export function createCapacityFolder(path: string, { plan, request }: CapacityTask): void {
  if (existsSync(path)) {
    throw new TareError('folder', `the search's folder ${path} exists already`, {
      hint: `Go on with it by tare capacity --resume ${path}, or give another with --out.`,
    })
  }
  try {
    mkdirSync(join(path, 'runs'), { recursive: true })
    writeFileSync(join(path, 'plan.yaml'), writePlanYaml(plan))
    writeFileSync(manifestPath(path), `${JSON.stringify({ schema: capacitySchema, request }, null, 2)}\n`)
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause)
    const hint = 'Give a folder that you may write to with --out.'
    throw new TareError('folder', `can't create the search's folder ${path}: ${reason}`, { hint, cause })
  }
}

/** The task of a search that is gone on with. Throws TareError 'folder' when the folder is no search's. */
export function readCapacityFolder(path: string): CapacityTask {
  const manifest = readManifest(path)
  if (manifest?.schema !== capacitySchema) {
    throw new TareError('folder', `${path} isn't the folder of a capacity search`, {
      hint: 'It is made by tare capacity, and holds capacity.json.',
    })
  }
  const plan = readPlanYaml(readFileSync(join(path, 'plan.yaml'), 'utf8'), join(path, 'plan.yaml'))
  return { plan, request: manifest.request as CapacityRequest }
}

/** Leaves the answer in the search's folder, for programs and for people; an earlier one is replaced. */
export function writeCapacityAnswer(path: string, result: CapacityResult, markdown: string): void {
  const files = [
    ['answer.json', `${JSON.stringify(result, null, 2)}\n`],
    ['answer.md', markdown],
  ] as const
  for (const [name, content] of files) {
    try {
      writeFileSync(join(path, name), content)
    } catch (cause) {
      throw writeFailure(join(path, name), cause)
    }
  }
}

function readManifest(path: string): { readonly schema?: unknown; readonly request?: unknown } | null {
  try {
    return JSON.parse(readFileSync(manifestPath(path), 'utf8')) as ReturnType<typeof readManifest>
  } catch {
    return null
  }
}

function manifestPath(path: string): string {
  return join(path, 'capacity.json')
}
