import { createShuffle } from '../workload/shuffle.ts'
import { mergeContent } from './authored/merge-content.ts'
import { type PlanContent, valueAt, withValue } from './authored/plan-content.ts'
import { type AuthoredPlan, authoredError } from './authored/plan-layer.ts'
import { ofCell, planOfContent } from './authored/plan-of-content.ts'
import { estimateSeconds } from './estimate-seconds.ts'
import { axisTarget } from './matrix/axis-name.ts'
import type { AxisValue } from './matrix/axis-values.ts'
import { cellId } from './matrix/cell-id.ts'
import { fillReferences } from './matrix/fill-references.ts'
import type { Assignment, Matrix } from './matrix/matrix.ts'
import { type MatrixCells, matrixCells } from './matrix/matrix-cells.ts'
import { readMatrix } from './matrix/read-matrix.ts'
import { seedOfBlock } from './matrix/seed-of-block.ts'
import type { Plan } from './plan.ts'
import { roughTime } from './rough-time.ts'
import type { RunSurroundings } from './run-flags.ts'
import { serverKinds } from './server-plan.ts'

/** A run of a sweep: a cell of the matrix, in one of its repeats. */
export interface PlannedCell {
  /** Position in the order of running, from 0. */
  readonly index: number
  /** What the cell is, the same in all its repeats, and fit for a file's name: `batch_size=4,concurrency=8`. */
  readonly id: string
  /** By path: `load.concurrency`, `labels.hardware`. */
  readonly axes: Readonly<Record<string, AxisValue>>
  /** From 0. Repeats are blocked: every cell runs once before any runs again. */
  readonly repeat: number
  /** The stretch of the sweep that the run is in: its repeat. */
  readonly block: number
  /** Of its times, prompts and lengths; the cells of a block share it. */
  readonly seed: number
  /** Its output.dir is below that of the whole plan: `<dir>/<id>/<repeat + 1>`. */
  readonly plan: Plan
}

export interface SweepPlan {
  /** In the order of running; when there are more than `mostPlannedRuns`, the first of them. */
  readonly cells: readonly PlannedCell[]
  /** Cells of the matrix. */
  readonly count: number
  /** Cells times repeats. */
  readonly runs: number
  readonly order: 'blocked' | 'fixed'
  /** Infinity without a budget. */
  readonly budgetNs: number
  /** The first block's, from which the order and the other blocks' seeds are drawn. */
  readonly seed: number
}

/** More runs than this need a budget, and only so many are planned at a time. */
export const mostPlannedRuns = 10_000

/** How many cells the plan's matrix has; none of them is made. Throws TareError('plan'). */
export function countCells(authored: AuthoredPlan): number {
  return cellsOf(readMatrix(authored), authored).count
}

/**
 * All runs that a plan asks for: each cell of its matrix once in a block, as many blocks as repeats, the order drawn
 * anew in each, with a seed that the block's cells share. Pure, and the same for the same seed (`load.seed`, or else
 * `around.randomSeed`). Throws TareError('plan') for a matrix or a cell that makes no sense, with its place, and for
 * more runs than anyone waits for without a budget.
 */
export function expandPlan(authored: AuthoredPlan, around: RunSurroundings): SweepPlan {
  const matrix = readMatrix(authored)
  const { count } = cellsOf(matrix, authored)
  const runs = count * matrix.repeats
  const cells: PlannedCell[] = []
  for (const cell of plannedCells(authored, around)) {
    if (cells.length === 0 && runs > mostPlannedRuns && matrix.budgetNs === Number.POSITIVE_INFINITY) {
      throw tooMany(authored, runs, estimateSeconds(cell.plan))
    }
    cells.push(cell)
    if (cells.length === mostPlannedRuns) break
  }
  return {
    cells,
    count,
    runs,
    order: matrix.order,
    budgetNs: matrix.budgetNs,
    seed: baseSeed(authored, around),
  }
}

/** The runs of `expandPlan`, each made when it is asked for, and all of them. */
export function* plannedCells(authored: AuthoredPlan, around: RunSurroundings): Generator<PlannedCell> {
  const matrix = readMatrix(authored)
  const { count, at } = cellsOf(matrix, authored)
  const seed = baseSeed(authored, around)
  const shuffle = matrix.order === 'fixed' ? (index: number) => index % count : createShuffle(seed, count)
  const names = namesOf(matrix)
  for (let index = 0; index < count * matrix.repeats; index++) {
    const axes = at(shuffle(index))
    const repeat = Math.floor(index / count)
    const run = { id: cellId(axes, names), repeat, block: repeat, seed: seedOfBlock(seed, repeat) }
    yield { index, axes, ...run, plan: planOfCell(authored, axes, run, around) }
  }
}

/** The plan of one run, when the plan has no matrix or one of one cell. Throws TareError('plan') for more. */
export function planOfAuthored(authored: AuthoredPlan, around: RunSurroundings): Plan {
  const runs = countCells(authored) * readMatrix(authored).repeats
  if (runs > 1) {
    const path = ['matrix']
    const message = `makes ${runs} runs, and tare run makes one`
    throw authoredError(
      authored,
      { path, part: 'key', message },
      'run them by tare sweep, or leave out matrix and repeat',
    )
  }
  const { at } = cellsOf(readMatrix(authored), authored)
  return contentPlan(authored, at(0), around)
}

function cellsOf(matrix: Matrix, authored: AuthoredPlan): MatrixCells {
  try {
    return matrixCells(matrix)
  } catch (error) {
    throw authoredError(authored, { path: ['matrix'], part: 'key', message: (error as Error).message })
  }
}

function namesOf({ axes, include }: Matrix): readonly string[] {
  return Array.from(new Set([...axes.map(({ name }) => name), ...include.flatMap(Object.keys)]))
}

function planOfCell(
  authored: AuthoredPlan,
  axes: Assignment,
  { id, repeat, seed }: Pick<PlannedCell, 'id' | 'repeat' | 'seed'>,
  around: RunSurroundings,
): Plan {
  const content = withValue({}, ['load', 'seed'], seed)
  try {
    const plan = contentPlan(authored, axes, around, content)
    const { dir, label } = plan.output
    const output = {
      ...plan.output,
      dir: `${dir}/${id}/${repeat + 1}`,
      label: label === null ? id : `${label} ${id}`,
    }
    return { ...plan, output }
  } catch (error) {
    throw ofCell(error, id)
  }
}

/** The plan with the cell's values in it, over all that the plan says itself. */
function contentPlan(
  authored: AuthoredPlan,
  axes: Assignment,
  around: RunSurroundings,
  over: PlanContent = {},
): Plan {
  const server = serverKinds.find((kind) => kind === valueAt(authored.content, ['server', 'kind']))
  let assigned = over
  for (const [name, value] of Object.entries(axes)) {
    if (axisTarget(name, server).kind === 'key') assigned = withValue(assigned, name.split('.'), value)
  }
  const { content, problems } = fillReferences(mergeContent(authored.content, assigned), axes)
  if (problems[0] !== undefined) throw authoredError(authored, problems[0])
  return planOfContent(content, authored, around)
}

function baseSeed({ content }: AuthoredPlan, { randomSeed }: RunSurroundings): number {
  return Number(valueAt(content, ['load', 'seed']) ?? randomSeed)
}

function tooMany(authored: AuthoredPlan, runs: number, seconds: number): Error {
  const message = `makes ${runs} runs, which take about ${roughTime(runs * seconds)}`
  const hint = 'give a budget, after which no run is begun (budget: 8h), or fewer values'
  return authoredError(authored, { path: ['matrix'], part: 'key', message }, hint)
}
