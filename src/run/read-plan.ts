import { readFileSync } from 'node:fs'
import { TareError } from '../errors.ts'
import type { Plan } from '../plan/plan.ts'
import { readPlanYaml } from '../plan/plan-file.ts'

/** Reads a plan file. Throws TareError 'input' when it can't be read, 'plan' for what is wrong in it. */
export function readPlan(path: string): Plan {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new TareError('input', `can't read the plan ${path}`, {
      hint: 'Give a plan.yaml, or the URL of a server.',
      cause,
    })
  }
  return readPlanYaml(text, path)
}
