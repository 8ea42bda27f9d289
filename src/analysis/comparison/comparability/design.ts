import type { ComparedRun } from '../compared-run.ts'
import { type ComparabilityCheck, listed } from './sides.ts'

/** Whether the runs are enough, others than each other, and in an order that tells a change from the time of day. */
export const designNotes: ComparabilityCheck = (sides) => [...same(sides), ...few(sides), ...order(sides)]

const same: ComparabilityCheck = ({ a, b }) => {
  const ofA = new Set(a.map(({ summary }) => summary.run_id))
  const both = b.filter(({ summary }) => ofA.has(summary.run_id))
  if (both.length === 0) return []
  const message = `the same run is on both sides: ${listed(both.map(({ path }) => path))}`
  return [{ id: 'same-run', severity: 'refuse', message }]
}

const few: ComparabilityCheck = ({ a, b }) => {
  if (a.length > 1 && b.length > 1) return []
  if (a.length > 1 || b.length > 1) {
    const [one, other] = a.length > 1 ? ['B', 'A'] : ['A', 'B']
    const message = `${one} is one run: how much its runs vary is taken from ${other}’s`
    return [{ id: 'few-runs', severity: 'warn', message }]
  }
  const message =
    'one run a side can’t say how much runs vary by themselves: intervals rest on what --run-sd takes that to be, and a change of the machine between the two would look like one of the server'
  return [{ id: 'few-runs', severity: 'warn', message }]
}

const order: ComparabilityCheck = ({ a, b }) => {
  if (a.length + b.length < 3) return []
  const [first, last] = [Math.min, Math.max].map((pick) => [a, b].map((runs) => pick(...runs.map(startedMs))))
  const [before, after] = last![0]! < first![1]! ? ['A', 'B'] : last![1]! < first![0]! ? ['B', 'A'] : []
  if (before === undefined) return []
  const message = `all runs of ${before} were before all of ${after}: whatever else changed between them looks like a change of the server`
  return [{ id: 'order', severity: 'warn', message }]
}

function startedMs({ summary }: ComparedRun): number {
  return Date.parse(summary.started_at)
}
