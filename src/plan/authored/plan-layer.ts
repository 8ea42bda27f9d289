import { keyAt } from '../keys/plan-keys.ts'
import { type FileProblem, planError, problemLines, type YamlSource } from '../yaml-source.ts'
import { type PlanContent, valueAt } from './plan-content.ts'

/** One of the things that a plan is laid together from: a preset, a file, the flags. */
export interface PlanLayer {
  /** A file's name; `preset spike`, `the flags`, `the plan`. */
  readonly name: string
  /** Null of what isn't a file. */
  readonly source: YamlSource | null
  readonly content: PlanContent
}

/** The layer of the command line's flags, above all others. */
export const flagsLayer = 'the flags'

/** A plan as a person wrote it, before any default. */
export interface AuthoredPlan {
  readonly name: string
  /** From the lowest to the highest. */
  readonly layers: readonly PlanLayer[]
  /** All layers as one. */
  readonly content: PlanContent
}

const whereToLook = 'tare plan schema and docs/plan.md say what may stand where'

/** The error of problems in one layer, each with its place. */
export function layerError(layer: PlanLayer, problems: readonly FileProblem[]): Error {
  return planError(layer.name, layerLines(layer, problems), whereToLook)
}

/** The error of a problem in a plan: its place is in the highest layer that says anything there. */
export function authoredError(
  { name, layers }: Pick<AuthoredPlan, 'name' | 'layers'>,
  problem: FileProblem,
  hint: string = whereToLook,
): Error {
  const layer = layers.findLast(({ content }) => valueAt(content, problem.path) !== undefined)
  if (layer !== undefined) return planError(layer.name, layerLines(layer, [problem]), hint)
  const top = layers.findLast(({ source }) => source !== null)
  const at = top === undefined ? { name, source: null, content: {} } : top
  return planError(name, layerLines(at, [problem]), hint)
}

function layerLines({ name, source }: PlanLayer, problems: readonly FileProblem[]): readonly string[] {
  if (source !== null) return problemLines(source, problems)
  return problems.map(({ path, message }) => {
    const flag = name === flagsLayer ? keyAt(path.join('.'))?.flag : undefined
    const at = flag ?? [name, path.join('.')].filter((part) => part !== '').join(': ')
    return `${at}: ${message}`
  })
}
