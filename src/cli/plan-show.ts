import { surroundings } from '../experiment/surroundings.ts'
import { estimateSeconds } from '../plan/estimate-seconds.ts'
import { expandPlan, mostPlannedRuns, type PlannedCell, planOfAuthored } from '../plan/expand-plan.ts'
import type { Plan } from '../plan/plan.ts'
import { writePlanYaml } from '../plan/plan-file.ts'
import { roughTime } from '../plan/rough-time.ts'
import { readPlanFile } from './read-plan-file.ts'

const mostShown = 20

/** One line that says that a plan file is good, and what it makes. Throws TareError that says what is wrong. */
export function planCheck(path: string, sets: readonly string[]): string {
  const file = readPlanFile(path, {}, sets)
  if (file.kind === 'resolved') return `${path} is good: the plan of one run\n`
  const { cells, count, runs } = expandPlan(file.authored, surroundings())
  const seconds = (cells.reduce((sum, { plan }) => sum + estimateSeconds(plan), 0) / cells.length) * runs
  return `${path} is good: ${sizeWords(count, runs)}, about ${roughTime(seconds)}\n`
}

/** A plan with every default written out, its cells in the order of running, and how long they take. */
export function planShow(path: string, sets: readonly string[]): string {
  const file = readPlanFile(path, {}, sets)
  if (file.kind === 'resolved') return resolved(file.plan)
  const around = surroundings()
  const { cells, count, runs, budgetNs, order } = expandPlan(file.authored, around)
  const seconds = (cells.reduce((sum, { plan }) => sum + estimateSeconds(plan), 0) / cells.length) * runs
  const first = runs === 1 ? planOfAuthored(file.authored, around) : cells[0]!.plan
  const lines = [resolved(first).trimEnd(), '']
  if (runs > 1) {
    const how = order === 'fixed' ? 'fixed order' : 'an order drawn anew in each block'
    lines.push(`# That was the first run. There are ${sizeWords(count, runs)}, in ${how}:`)
    lines.push(...cells.slice(0, mostShown).map(cellLine))
    if (runs > mostShown) lines.push(`#   and ${runs - mostShown} more`)
  }
  lines.push(`# They take about ${roughTime(seconds)}${budgetWords(budgetNs)}.`)
  if (runs > mostPlannedRuns) lines.push(`# The first ${mostPlannedRuns} are planned at a time.`)
  return `${lines.join('\n')}\n`
}

function resolved(plan: Plan): string {
  return writePlanYaml(plan).replace(/^(#.*\n)+/, '# Resolved, every default written out.\n')
}

function cellLine({ index, id, block, seed, plan }: PlannedCell): string {
  return `#   ${String(index + 1).padStart(4)}  block ${block + 1}  seed ${seed}  ${roughTime(estimateSeconds(plan)).padStart(6)}  ${id}`
}

function sizeWords(count: number, runs: number): string {
  const cells = count === 1 ? '1 cell' : `${count} cells`
  const repeats = runs / count
  return repeats === 1 ? `${cells}` : `${cells} x ${repeats} repeats = ${runs} runs`
}

function budgetWords(budgetNs: number): string {
  return budgetNs === Number.POSITIVE_INFINITY ? '' : `; the budget is ${roughTime(budgetNs / 1e9)}`
}
