import { type Document, LineCounter, parseDocument } from 'yaml'
import { TareError } from '../errors.ts'
import { type KeyOrValue, yamlPlace } from './yaml-place.ts'

const largestPlan = 4 * 1024 * 1024

/** A YAML text that could be parsed. */
export interface YamlSource {
  readonly fileName: string
  readonly lines: LineCounter
  readonly document: Document
  readonly content: unknown
}

/** Something wrong with a key or a value of a plan file. */
export interface FileProblem {
  readonly path: readonly PropertyKey[]
  readonly part: KeyOrValue
  readonly message: string
}

/** Throws TareError('plan') for what isn't one YAML document of a plan's size, and for aliases. */
export function parseYaml(text: string, fileName: string): YamlSource {
  if (text.length > largestPlan)
    throw planError(fileName, [`${fileName}: longer than ${largestPlan} characters`])
  const lines = new LineCounter()
  try {
    const options = { lineCounter: lines, prettyErrors: false, stringKeys: true, logLevel: 'error' } as const
    const document = parseDocument(text, options)
    const problems = [...document.errors, ...document.warnings].map(({ pos, message }) => {
      const { line, col } = lines.linePos(pos[0])
      return `${fileName}:${line}:${col}: ${message}`
    })
    if (problems.length > 0) throw planError(fileName, problems)
    // No plan needs aliases, and a few lines of them can stand for gigabytes.
    return { fileName, lines, document, content: document.toJS({ maxAliasCount: 0 }) }
  } catch (cause) {
    if (cause instanceof TareError) throw cause
    // Aliases, and nesting deeper than the stack.
    throw planError(fileName, [`${fileName}: ${(cause as Error).message}`])
  }
}

/** The problems as lines `file:line:column: path: message`, in the order of the file. */
export function problemLines(
  { fileName, lines, document }: YamlSource,
  problems: readonly FileProblem[],
): readonly string[] {
  return problems
    .map((problem) => ({ ...problem, ...yamlPlace(document, lines, problem.path, problem.part) }))
    .sort((a, b) => a.line - b.line || a.column - b.column)
    .map(({ line, column, path, message }) => `${fileName}:${line}:${column}: ${pathText(path)}${message}`)
}

function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('')
  return text === '' ? '' : `${text.slice(1)}: `
}

/** An error with all the lines, as far as anyone would read them. */
export function planError(
  fileName: string,
  problems: readonly string[],
  hint = 'correct it, or write a new plan by tare run with flags',
): TareError {
  const shown = problems.slice(0, 30)
  if (problems.length > shown.length) shown.push(`and ${problems.length - shown.length} more`)
  const message =
    shown.length === 1 ? shown[0]! : `${fileName} has ${problems.length} problems:\n  ${shown.join('\n  ')}`
  return new TareError('plan', message, { hint })
}
