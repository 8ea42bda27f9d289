import { TareError } from '../../errors.ts'
import { isMapping } from '../is-mapping.ts'
import type { PlanKey } from '../keys/plan-key.ts'
import { isSection, keyAt, namesBelow, planKeys } from '../keys/plan-keys.ts'
import { nearest, nearestNames } from '../nearest.ts'
import { shown } from '../plan-value.ts'
import type { FileProblem } from '../yaml-source.ts'

/** All that is wrong with the keys of a plan's content and with each value by itself. */
export function contentProblems(content: unknown): readonly FileProblem[] {
  if (content === null || content === undefined) return []
  return Array.from(problemsBelow(content, []))
}

function* problemsBelow(given: unknown, path: readonly string[]): Iterable<FileProblem> {
  if (given === null) return
  if (!isMapping(given)) {
    yield { path, part: 'value', message: `must be a mapping of keys to values, not ${shown(given)}` }
    return
  }
  for (const [name, value] of Object.entries(given)) {
    const at = [...path, name]
    const key = keyAt(at.join('.'))
    if (name.includes('.')) yield { path: at, part: 'key', message: dottedKey(name, path) }
    else if (key !== undefined) yield* valueProblems(key, value, at)
    else if (isSection(at.join('.'))) yield* problemsBelow(value, at)
    else yield { path: at, part: 'key', message: unknownKey(name, path) }
  }
}

function* valueProblems({ kind }: PlanKey, value: unknown, path: readonly string[]): Iterable<FileProblem> {
  if (value === null) return
  try {
    kind.read(value)
  } catch (error) {
    if (!(error instanceof TareError)) throw error
    yield { path, part: 'value', message: withHint(error) }
  }
}

/** An error's message and what to change, as a line. */
export function withHint({ message, hint }: TareError): string {
  return hint === undefined ? message : `${message}: ${hint}`
}

function dottedKey(name: string, path: readonly string[]): string {
  const whole = [...path, name].join('.')
  return keyAt(whole) === undefined
    ? unknownKey(name, path)
    : `unknown key "${name.slice(0, 60)}": write ${name.split('.').join(': {')}: …${'}'.repeat(name.split('.').length - 1)}`
}

/** What a load has that ends by itself. */
const endsOfLoad = ['duration', 'warmup', 'requests', 'stages']

/** Says what was meant: neighbours of nearly that name, or a key of that name elsewhere. */
function unknownKey(name: string, path: readonly string[]): string {
  if (path.join('.') === 'background.load' && endsOfLoad.includes(name)) {
    return `unknown key "${name}": the background lasts as long as the measured run`
  }
  const near = nearestNames(name, namesBelow(path.join('.')))
  const guesses = near.length > 0 ? near : pathsNamed(name).slice(0, 1)
  const guess = guesses.length === 0 ? '' : ` (did you mean ${guesses.join(' or ')}?)`
  return `unknown key "${name.slice(0, 60)}"${guess}`
}

/** Paths of the keys whose last part is this name, or else nearly this. */
export function pathsNamed(name: string): readonly string[] {
  const lastPart = (path: string): string => path.slice(path.lastIndexOf('.') + 1)
  // The background's keys have the names of the measured load's, which is what is meant.
  const paths = planKeys.map(({ path }) => path).filter((path) => !path.startsWith('background.'))
  const exact = paths.filter((path) => lastPart(path) === name.toLowerCase().replaceAll('-', '_'))
  if (exact.length > 0) return exact
  const near = nearest(name, paths.map(lastPart))
  return near === undefined ? [] : paths.filter((path) => lastPart(path) === near)
}
