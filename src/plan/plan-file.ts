import { type Document, LineCounter, parseDocument, stringify } from 'yaml'
import type { z } from 'zod'
import { TareError } from '../errors.ts'
import type { Plan } from './plan.ts'
import { planDocument } from './plan-document.ts'
import { planProblems } from './plan-problems.ts'
import { planSchema } from './plan-schema.ts'
import type { RedactedHeaders } from './plan-value.ts'
import { type KeyOrValue, yamlPlace } from './yaml-place.ts'

const largestPlan = 4 * 1024 * 1024

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
  if (text.length > largestPlan)
    throw planError(fileName, [`${fileName}: longer than ${largestPlan} characters`])
  const lines = new LineCounter()
  const { document, content } = parseYaml(text, fileName, lines)
  const outcome = planSchema(options.redactedHeaders ?? 'refuse').safeParse(content)
  const problems = outcome.success
    ? planProblems(outcome.data).map((problem) => ({ ...problem, part: 'value' as const }))
    : outcome.error.issues.flatMap((issue) => problemsOf(issue, content))
  if (outcome.success && problems.length === 0) return outcome.data
  const places = problems.map((problem) => ({
    ...problem,
    ...yamlPlace(document, lines, problem.path, problem.part),
  }))
  places.sort((a, b) => a.line - b.line || a.column - b.column)
  throw planError(
    fileName,
    places.map(
      ({ line, column, path, message }) => `${fileName}:${line}:${column}: ${pathText(path)}${message}`,
    ),
  )
}

function parseYaml(
  text: string,
  fileName: string,
  lines: LineCounter,
): { document: Document; content: unknown } {
  try {
    const options = { lineCounter: lines, prettyErrors: false, stringKeys: true, logLevel: 'error' } as const
    const document = parseDocument(text, options)
    const problems = [...document.errors, ...document.warnings].map(({ pos, message }) => {
      const { line, col } = lines.linePos(pos[0])
      return `${fileName}:${line}:${col}: ${message}`
    })
    if (problems.length > 0) throw planError(fileName, problems)
    // No plan needs aliases, and a few lines of them can stand for gigabytes.
    return { document, content: document.toJS({ maxAliasCount: 0 }) }
  } catch (cause) {
    if (cause instanceof TareError) throw cause
    // Aliases, and nesting deeper than the stack.
    throw planError(fileName, [`${fileName}: ${(cause as Error).message}`])
  }
}

interface FileProblem {
  readonly path: readonly PropertyKey[]
  readonly part: KeyOrValue
  readonly message: string
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

function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('')
  return text === '' ? '' : `${text.slice(1)}: `
}

function planError(fileName: string, problems: readonly string[]): TareError {
  const shown = problems.slice(0, 30)
  if (problems.length > shown.length) shown.push(`and ${problems.length - shown.length} more`)
  const message =
    shown.length === 1 ? shown[0]! : `${fileName} has ${problems.length} problems:\n  ${shown.join('\n  ')}`
  return new TareError('plan', message, { hint: 'correct it, or write a new plan by tare run with flags' })
}
