import { type ComparabilityCheck, listed } from './sides.ts'

/** Whether the runs are enough, and others than each other. */
export const designNotes: ComparabilityCheck = (sides) => [...same(sides), ...few(sides)]

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
