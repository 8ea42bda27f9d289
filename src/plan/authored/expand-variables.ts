import { isSecretName } from '../headers.ts'
import { isMapping } from '../is-mapping.ts'
import { didYouMean, nearest } from '../nearest.ts'
import type { FileProblem } from '../yaml-source.ts'
import type { PlanContent } from './plan-content.ts'

/** Where variables have their values. */
export interface Variables {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Of --set. */
  readonly sets: Readonly<Record<string, string>>
}

interface Expansion {
  readonly content: PlanContent
  readonly problems: readonly FileProblem[]
  /** Names of --set that the content refers to. */
  readonly used: readonly string[]
}

const reference = /\$\{([a-z]+):([^}]*)\}/g
const sources = ['env', 'flag']

/**
 * A plan's content with `${env:NAME}` and `${flag:NAME}` replaced in all its texts. In headers `${env:NAME}` stays:
 * it is replaced when requests are made, so that a secret reaches no file; elsewhere a variable with a secret's name
 * is refused.
 */
export function expandVariables(content: PlanContent, variables: Variables): Expansion {
  const problems: FileProblem[] = []
  const used = new Set<string>()

  function expanded(given: unknown, path: readonly PropertyKey[]): unknown {
    if (typeof given === 'string') return given.includes('${') ? expandedText(given, path) : given
    if (Array.isArray(given)) return given.map((item, position) => expanded(item, [...path, position]))
    if (!isMapping(given)) return given
    return Object.fromEntries(
      Object.entries(given).map(([key, value]) => [key, expanded(value, [...path, key])]),
    )
  }

  function expandedText(text: string, path: readonly PropertyKey[]): string {
    const [section, key] = path[0] === 'background' ? path.slice(1) : path
    const inHeaders = section === 'target' && key === 'headers'
    return text.replaceAll(reference, (whole, source: string, name: string) => {
      if (source === 'env' && inHeaders) return whole
      const problem = referenceProblem(source, name, variables)
      if (problem !== undefined) problems.push({ path, part: 'value', message: problem })
      if (source === 'flag') used.add(name)
      return (source === 'env' ? variables.env[name] : variables.sets[name]) ?? whole
    })
  }

  return { content: expanded(content, []) as PlanContent, problems, used: Array.from(used) }
}

function referenceProblem(source: string, name: string, { env, sets }: Variables): string | undefined {
  if (source === 'env') {
    if (isSecretName(name.replaceAll('_', '-'))) {
      return `\${env:${name}} is a secret by its name, and would end up in files: only target.headers and target.api_key_env take one`
    }
    if (Object.hasOwn(env, name) && env[name] !== undefined) return undefined
    return `the environment variable ${name} isn't set: export ${name}=… before`
  }
  if (source === 'flag') {
    if (Object.hasOwn(sets, name)) return undefined
    return `\${flag:${name}} has no value: give --set ${name}=…${didYouMean(name, Object.keys(sets))}`
  }
  const meant = nearest(source, sources)
  return meant === undefined
    ? undefined
    : `\${${source}:${name}} isn't known: did you mean \${${meant}:${name}}?`
}
