import { TareError } from '../../errors.ts'
import { withHint } from '../authored/content-problems.ts'
import { type PlanContent, valueAt } from '../authored/plan-content.ts'
import { type AuthoredPlan, authoredError, flagsLayer } from '../authored/plan-layer.ts'
import { parseDurationNs } from '../duration.ts'
import { isMapping } from '../is-mapping.ts'
import { orders } from '../keys/sweep-keys.ts'
import { didYouMean } from '../nearest.ts'
import { type ServerPlan, serverKinds } from '../server-plan.ts'
import { type AxisTarget, axisTarget } from './axis-name.ts'
import { type AxisValue, axisValues, isAxisValue } from './axis-values.ts'
import { referencesIn } from './fill-references.ts'
import type { Assignment, Axis, Matrix } from './matrix.ts'

/**
 * The sections `matrix`, `repeat` and `budget` of a plan. Throws TareError('plan') with its place for an axis that
 * names nothing, is empty or has a value that its key can't, for exclude of what isn't in the axes, and for an axis
 * that a flag sets too.
 */
export function readMatrix(authored: AuthoredPlan): Matrix {
  const { content } = authored
  const server = serverKinds.find((kind) => kind === valueAt(content, ['server', 'kind']))
  const given = valueAt(content, ['matrix', 'axes'])
  const axes = Object.entries(isMapping(given) ? given : {})
    .filter(([name, values]) => values !== null || !isTakenBack(authored, name))
    .map(([name, values]) => readAxis(authored, name, values, server))
  const twice = axes.find((axis, position) => axes.findIndex(({ name }) => name === axis.name) !== position)
  if (twice !== undefined) throw problem(authored, ['matrix', 'axes'], `has ${twice.name} twice`)
  const budget = (valueAt(content, ['budget']) ?? null) as string | number | null
  return {
    axes,
    include: assignmentsAt(authored, 'include').map((entry, position) =>
      readInclude(authored, entry, position, server),
    ),
    exclude: assignmentsAt(authored, 'exclude').map((entry, position) =>
      readExclude(authored, entry, position, axes),
    ),
    order: orders.find((each) => each === valueAt(content, ['matrix', 'order'])) ?? 'blocked',
    repeats: Number(valueAt(content, ['repeat']) ?? 1),
    budgetNs: budget === null ? Number.POSITIVE_INFINITY : parseDurationNs(String(budget)),
  }
}

/** Whether there is an axis below for the null above it to take back. */
function isTakenBack({ layers }: AuthoredPlan, axis: string): boolean {
  return layers.some(({ content }) => (valueAt(content, ['matrix', 'axes', axis]) ?? null) !== null)
}

function readAxis(
  authored: AuthoredPlan,
  given: string,
  values: unknown,
  server: ServerPlan['kind'] | undefined,
): Axis {
  const path = ['matrix', 'axes', given]
  const target = at(authored, path, 'key', () => axisTarget(given, server))
  refuseUnreferenced(authored, path, target)
  refuseStormed(authored, path, target)
  const flags = authored.layers.find(({ name }) => name === flagsLayer)?.content
  if (flags !== undefined && valueAt(flags, target.name.split('.')) !== undefined) {
    throw problem(authored, path, 'a flag says one value for all cells: leave out the flag or the axis')
  }
  return {
    name: target.name,
    target,
    values: at(authored, path, 'value', () => {
      const all = axisValues(values)
      for (const value of all) checkValue(target, value)
      return all
    }),
  }
}

/** A setting that only the command can pass on changes nothing unless the command has it. */
function refuseUnreferenced(authored: AuthoredPlan, path: readonly PropertyKey[], target: AxisTarget): void {
  if (target.kind !== 'setting' || referencesIn(authored.content).includes(target.name)) return
  const message = `changes nothing: neither server.command nor server.environment has {{${target.name}}}`
  throw problem(authored, path, message)
}

/** What a scale storm changes in every cell can't differ between the cells. */
function refuseStormed(authored: AuthoredPlan, path: readonly PropertyKey[], { name }: AxisTarget): void {
  if (name !== 'server.min_workers' && name !== 'server.max_workers') return
  if ((valueAt(authored.content, ['server', 'scale_storm']) ?? null) === null) return
  const message = 'is what server.scale_storm changes while a run lasts: leave out one of them'
  throw problem(authored, path, message)
}

function checkValue(target: AxisTarget, value: AxisValue): void {
  if (target.kind === 'key' && target.key.path === target.name) target.key.kind.read(value)
}

function assignmentsAt({ content }: AuthoredPlan, name: 'include' | 'exclude'): readonly PlanContent[] {
  const given = valueAt(content, ['matrix', name]) ?? []
  return (Array.isArray(given) ? given : [given]) as readonly PlanContent[]
}

function readInclude(
  authored: AuthoredPlan,
  entry: PlanContent,
  position: number,
  server: ServerPlan['kind'] | undefined,
): Assignment {
  const values = Object.entries(entry).map(([given, value]): [string, AxisValue] => {
    const path = ['matrix', 'include', position, given]
    const target = at(authored, path, 'key', () => axisTarget(given, server))
    refuseUnreferenced(authored, path, target)
    refuseStormed(authored, path, target)
    if (!isAxisValue(value)) throw problem(authored, path, 'must be one text, number or truth value')
    at(authored, path, 'value', () => checkValue(target, value))
    return [target.name, value]
  })
  return Object.fromEntries(values)
}

function readExclude(
  authored: AuthoredPlan,
  entry: PlanContent,
  position: number,
  axes: readonly Axis[],
): Assignment {
  const names = axes.map(({ name }) => name)
  const values = Object.entries(entry).map(([given, value]): [string, AxisValue] => {
    const path = ['matrix', 'exclude', position, given]
    const axis = axes.find(({ name }) => name === given || name === `labels.${given}`)
    if (axis === undefined) throw problem(authored, path, `isn't an axis${didYouMean(given, names)}`)
    const found = axis.values.find((each) => isAxisValue(value) && String(each) === String(value))
    if (found === undefined) {
      throw problem(authored, path, `${JSON.stringify(value)} isn't one of the axis's values`)
    }
    return [axis.name, found]
  })
  return Object.fromEntries(values)
}

/** Does `read`; what it throws has the place in the plan. */
function at<Value>(
  authored: AuthoredPlan,
  path: readonly PropertyKey[],
  part: 'key' | 'value',
  read: () => Value,
): Value {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof TareError)) throw error
    throw authoredError(authored, { path, part, message: withHint(error) })
  }
}

function problem(authored: AuthoredPlan, path: readonly PropertyKey[], message: string): Error {
  return authoredError(authored, { path, part: 'value', message })
}
