import { type PlanContent, valueAt, withValue } from '../authored/plan-content.ts'
import { isMapping } from '../is-mapping.ts'
import { splitCommand } from '../keys/split-command.ts'
import { didYouMean } from '../nearest.ts'
import type { FileProblem } from '../yaml-source.ts'
import { isAxisValue } from './axis-values.ts'
import type { Assignment } from './matrix.ts'

/** `{{server.batch_size}}`. What isn't a plain name in double braces (JSON, a chat template) is left as it is. */
const reference = /\{\{([A-Za-z_][\w.-]*)\}\}/g
const places = [
  ['server', 'command'],
  ['server', 'environment'],
] as const

/** Names in double braces in the server's command and environment. */
export function referencesIn(content: PlanContent): readonly string[] {
  const texts = places.map((path) => JSON.stringify(valueAt(content, path) ?? null))
  return texts.flatMap((text) => Array.from(text.matchAll(reference), (match) => match[1]!))
}

interface Filled {
  readonly content: PlanContent
  readonly problems: readonly FileProblem[]
}

/**
 * The content with the references in the server's command and environment replaced: by the cell's value of an axis or
 * label, or else by what the plan has at that path. A command line is parted into words before, so that a value with
 * spaces stays one argument.
 */
export function fillReferences(content: PlanContent, cell: Assignment): Filled {
  const problems: FileProblem[] = []
  const valueNamed = (name: string): unknown => {
    const names = [name, `labels.${name}`]
    const axis = names.find((each) => Object.hasOwn(cell, each))
    return axis === undefined ? valueAt(content, name.split('.')) : cell[axis]
  }

  function filled(given: unknown, path: readonly PropertyKey[]): unknown {
    if (Array.isArray(given)) return given.map((item, position) => filled(item, [...path, position]))
    if (isMapping(given)) {
      return Object.fromEntries(
        Object.entries(given).map(([key, value]) => [key, filled(value, [...path, key])]),
      )
    }
    if (typeof given !== 'string') return given
    return given.replaceAll(reference, (whole, name: string) => {
      const value = valueNamed(name)
      if (isAxisValue(value)) return String(value)
      const message = `${whole} is neither an axis nor a value of the plan${didYouMean(name, Object.keys(cell))}`
      problems.push({ path, part: 'value', message })
      return whole
    })
  }

  let result = content
  for (const path of places) {
    const given = valueAt(content, path)
    if (given === undefined) continue
    const words = path[1] === 'command' && typeof given === 'string' ? splitCommand(given) : given
    result = withValue(result, path, filled(words, path))
  }
  return { content: result, problems }
}
