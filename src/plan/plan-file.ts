import { stringify } from 'yaml'
import type { z } from 'zod'
import type { Plan } from './plan.ts'
import { planDocument } from './plan-document.ts'
import { planProblems } from './plan-problems.ts'
import { planSchema } from './plan-schema.ts'
import type { RedactedHeaders } from './plan-value.ts'
import { type FileProblem, parseYaml, planError, problemLines } from './yaml-source.ts'

export interface ReadPlanOptions {
  /** 'keep' reads the plan of a run that is over, whose secrets were redacted; it can't be run again like this. */
  readonly redactedHeaders?: RedactedHeaders
}

/** The text of plan.yaml: everything that the run depends on, every default included, secrets excluded. */
export function writePlanYaml(plan: Plan): string {
  const heading =
    '# The plan of a run. To run it again: tare run plan.yaml --out NEW-FOLDER\n' +
    '# Paths are relative to the folder that Tare is started in.\n'
  return heading + stringify(planDocument(plan), { lineWidth: 0, aliasDuplicateObjects: false })
}

/**
 * The plan in a text that `writePlanYaml` wrote or a person changed. Every key must be there. Throws TareError('plan')
 * that lists every problem as file:line:column, unknown keys with the nearest known one.
 *
 * @example
 * const plan = readPlanYaml(readFileSync('runs/first/plan.yaml', 'utf8'), 'plan.yaml')
 * await runPlan({ ...plan, output: { ...plan.output, dir: 'runs/second' } })
 */
export function readPlanYaml(text: string, fileName: string, options: ReadPlanOptions = {}): Plan {
  const source = parseYaml(text, fileName)
  const { content } = source
  const outcome = planSchema(options.redactedHeaders ?? 'refuse').safeParse(content)
  const problems = outcome.success
    ? planProblems(outcome.data).map((problem) => ({ ...problem, part: 'value' as const }))
    : outcome.error.issues.flatMap((issue) => problemsOf(issue, content))
  if (outcome.success && problems.length === 0) return outcome.data
  throw planError(fileName, problemLines(source, problems))
}

function problemsOf(issue: z.core.$ZodIssue, content: unknown): readonly FileProblem[] {
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n')
    return issue.keys.map((key, position) => ({
      path: [...issue.path, key],
      part: 'key',
      message: messages[position]!,
    }))
  }
  if (isMissing(content, issue.path)) return [{ path: issue.path, part: 'key', message: 'is missing' }]
  return [{ path: issue.path, part: 'value', message: issue.message }]
}

function isMissing(content: unknown, path: readonly PropertyKey[]): boolean {
  let value = content
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return true
    value = (value as Record<PropertyKey, unknown>)[step]
  }
  return false
}
