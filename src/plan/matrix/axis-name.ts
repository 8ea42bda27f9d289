import { TareError } from '../../errors.ts'
import { pathsNamed } from '../authored/content-problems.ts'
import type { PlanKey } from '../keys/plan-key.ts'
import { isSection, keyAt, namesBelow, openKeyAbove, planKeys } from '../keys/plan-keys.ts'
import { nearest, nearestNames } from '../nearest.ts'
import type { ServerPlan } from '../server-plan.ts'

/** What an axis is over. */
export type AxisTarget =
  /** A key of the plan, or one below a mapping of the user's own. */
  | { readonly kind: 'key'; readonly name: string; readonly key: PlanKey }
  /** Something that only `server.command` or `server.environment` knows of, by `{{server.NAME}}`. */
  | { readonly kind: 'setting'; readonly name: string }
  /** A name for what Tare doesn't change: `labels.hardware`. */
  | { readonly kind: 'label'; readonly name: string }

/** Nothing of these is a property of a cell. */
const notOfCells = ['preset', 'include', 'matrix', 'repeat', 'budget', 'output', 'objectives']
const notAxes = ['load.seed', 'workload.seed', 'background.load.seed', 'server.kind']
const word = /^[A-Za-z_][\w-]{0,60}$/

/**
 * What an axis of this name is over: a path of the plan, `labels.NAME`, or a bare NAME for the same. Throws TareError
 * with the nearest path for what is none, and for what can't vary.
 */
export function axisTarget(name: string, server: ServerPlan['kind'] | undefined): AxisTarget {
  const [first, ...rest] = name.split('.')
  if (first === 'labels' && rest.length === 1 && word.test(rest[0]!)) return { kind: 'label', name }
  const key = keyAt(name) ?? openKeyAbove(name)
  if (key !== undefined) return keyTarget(name, key, server)
  if (first === 'server' && rest.length === 1 && server === 'command' && word.test(rest[0]!)) {
    return { kind: 'setting', name }
  }
  if (rest.length === 0 && word.test(name) && !isSection(name) && pathsNamed(name).length === 0) {
    return { kind: 'label', name: `labels.${name}` }
  }
  const guesses = guessesFor(name)
  const label = rest.length === 0 && word.test(name) ? `; for a label of your own write labels.${name}` : ''
  throw new TareError('plan', `"${name.slice(0, 60)}" names nothing in the plan`, {
    hint:
      guesses.length > 0
        ? `did you mean ${guesses.join(' or ')}?${label}`
        : `give a path such as load.concurrency${label}`,
  })
}

function keyTarget(name: string, key: PlanKey, server: ServerPlan['kind'] | undefined): AxisTarget {
  if (notOfCells.includes(name.split('.')[0]!) || notAxes.includes(name)) {
    throw new TareError('plan', `${name} can't vary between the cells of a matrix`)
  }
  if (!key.kind.scalar && key.path === name) {
    throw new TareError('plan', `${name} isn't one value that could vary`, {
      hint: key.kind.open ? `give a path below it, such as ${name}.NAME` : 'vary another key',
    })
  }
  if (key.servers !== null && (server === undefined || !key.servers.includes(server))) {
    if (server === 'command') return { kind: 'setting', name }
    const kinds = key.servers.join(' or ')
    const found = server === undefined ? 'no server is under management' : `server.kind is ${server}`
    throw new TareError('plan', `${name} can't be set: ${found}`, {
      hint: `give server.kind ${kinds}; for a label write labels.${name.slice(name.lastIndexOf('.') + 1)}`,
    })
  }
  return { kind: 'key', name, key }
}

/** Of the section that it names, or else of any. */
function guessesFor(name: string): readonly string[] {
  const dot = name.lastIndexOf('.')
  const [section, last] = [name.slice(0, Math.max(0, dot)), name.slice(dot + 1)]
  const neighbours = isSection(section) ? nearestNames(last, namesBelow(section)) : []
  if (neighbours.length > 0) return neighbours.map((neighbour) => `${section}.${neighbour}`)
  const whole = nearest(
    name,
    planKeys.map(({ path }) => path),
  )
  return Array.from(new Set([...(whole === undefined ? [] : [whole]), ...pathsNamed(last)])).slice(0, 3)
}
