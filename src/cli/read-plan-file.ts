import { readFileSync } from 'node:fs'
import { TareError } from '../errors.ts'
import type { AuthoredPlan } from '../plan/authored/plan-layer.ts'
import { isResolvedPlan, readAuthoredPlan } from '../plan/authored/read-authored-plan.ts'
import type { Plan } from '../plan/plan.ts'
import { readPlanYaml } from '../plan/plan-file.ts'
import type { RunFlags } from '../plan/run-flags.ts'
import { parseYaml } from '../plan/yaml-source.ts'

/** What a plan file is: what a person wrote, or a run's plan.yaml, which has a `version` and lacks nothing. */
export type PlanFile =
  | { readonly kind: 'authored'; readonly authored: AuthoredPlan }
  | { readonly kind: 'resolved'; readonly plan: Plan }

/**
 * Reads a plan file of either kind. Flags are laid over what a person wrote; a run's plan.yaml is to be that run
 * again. `sets` are texts `NAME=VALUE`. Throws TareError 'input' when it can't be read, 'plan' for what is wrong in
 * it, 'usage' for flags.
 */
export function readPlanFile(path: string, flags: RunFlags, sets: readonly string[]): PlanFile {
  const text = readText(path)
  if (isResolvedPlan(parseYaml(text, path))) {
    if (sets.length > 0) throw notWithResolved('--set', path)
    return { kind: 'resolved', plan: readPlanYaml(text, path) }
  }
  const around = {
    env: process.env,
    sets: valuesOf(sets),
    flags,
    readFile: (file: string) => readFileSync(file, 'utf8'),
  }
  return { kind: 'authored', authored: readAuthoredPlan(text, path, around) }
}

export function notWithResolved(flag: string, path: string): TareError {
  return new TareError('usage', `${flag} doesn't go with the plan of a run: ${path} says everything`, {
    hint: `Change it in ${path}, or give a plan file of your own (tare plan init).`,
  })
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new TareError('input', `can't read the plan ${path}`, {
      hint: 'Give a plan file (tare plan init writes one), or the URL of a server.',
      cause,
    })
  }
}

function valuesOf(sets: readonly string[]): Readonly<Record<string, string>> {
  const entries = sets.map((text): [string, string] => {
    const equals = text.indexOf('=')
    if (equals > 0) return [text.slice(0, equals), text.slice(equals + 1)]
    throw new TareError('usage', `--set ${text.slice(0, 40)}: has no value`, {
      hint: 'write --set NAME=VALUE',
    })
  })
  return Object.fromEntries(entries)
}
