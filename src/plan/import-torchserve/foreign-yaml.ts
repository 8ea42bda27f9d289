import { LineCounter, parseDocument } from 'yaml'
import { TareError } from '../../errors.ts'
import { type KeyOrValue, yamlPlace } from '../yaml-place.ts'

const largestText = 4 * 1024 * 1024
/** TorchServe's own files refer to an anchor twice; a few lines of aliases of aliases could stand for gigabytes. */
const mostAliases = 100

/** A YAML text of somebody else's, and where things are in it. */
export interface ForeignYaml {
  readonly file: string
  readonly content: unknown
  lineOf(path: readonly string[], part?: KeyOrValue): number
  /** An error at a place in the file, of code 'plan'. */
  error(path: readonly string[], message: string, hint?: string): TareError
}

/** Reads YAML as PyYAML does (1.1). Throws TareError('plan') with file:line:column for what isn't YAML. */
export function readForeignYaml(text: string, file: string): ForeignYaml {
  if (text.length > largestText)
    throw new TareError('plan', `${file}: longer than ${largestText} characters`, {
      hint: 'Is it the right file?',
    })
  const lines = new LineCounter()
  const document = parse(text, file, lines)
  return {
    file,
    content: contentOf(document, file),
    lineOf: (path, part = 'key') => yamlPlace(document, lines, path, part).line,
    error(path, message, hint = 'Correct it there, and import the file again.') {
      const { line, column } = yamlPlace(document, lines, path, 'value')
      const key = path.length === 0 ? '' : `${path.join('.')}: `
      return new TareError('plan', `${file}:${line}:${column}: ${key}${message}`, { hint })
    },
  }
}

type YamlDocument = ReturnType<typeof parseDocument>

function parse(text: string, file: string, lineCounter: LineCounter): YamlDocument {
  const options = {
    version: '1.1',
    lineCounter,
    prettyErrors: false,
    stringKeys: true,
    logLevel: 'error',
  } as const
  let document: YamlDocument
  try {
    document = parseDocument(text, options)
  } catch (cause) {
    // Nesting deeper than the stack.
    throw notYaml(`${file}: ${(cause as Error).message}`, cause)
  }
  const [problem] = document.errors
  if (problem === undefined) return document
  const { line, col } = lineCounter.linePos(problem.pos[0])
  throw notYaml(`${file}:${line}:${col}: ${problem.message}`, problem)
}

function contentOf(document: YamlDocument, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: mostAliases })
  } catch (cause) {
    throw notYaml(`${file}: ${(cause as Error).message}`, cause)
  }
}

function notYaml(message: string, cause: unknown): TareError {
  return new TareError('plan', message, { hint: 'Correct the YAML, and import the file again.', cause })
}

export type YamlMapping = Readonly<Record<string, unknown>>
