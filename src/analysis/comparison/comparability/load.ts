import type { ComparabilityNote } from '../comparison.ts'
import { differencesIn, differencesInWords } from './plan-keys.ts'
import { type ComparabilityCheck, differenceIn } from './sides.ts'

const loops: Readonly<Record<string, string>> = {
  open: 'open loop',
  closed: 'closed loop',
  unpaced: 'as fast as possible',
  mixed: 'stages of several kinds',
}

/** How long and how many: it changes how much is known, not what is. */
const ofLength = /(^|\.)(duration|warmup|requests)$/

/** Whether both sides were loaded alike: the loop first, then rates, concurrency and stages, then for how long. */
export const loadNotes: ComparabilityCheck = (sides) => {
  const loop = differenceIn(sides, ({ summary }) => loops[summary.load.model] ?? summary.load.model)
  if (loop !== null) {
    const message = `the load is ${loop}: latencies of the two mean different things`
    return [{ id: 'load-model', severity: 'refuse', message }]
  }
  const differences = Array.from(differencesIn(sides, ({ facts }) => facts.load))
  const [lengths, others] = [true, false].map(
    (wanted) => new Map(differences.filter(([path]) => ofLength.test(path) === wanted)),
  )
  return [...noteOf('load', 'refuse', others!), ...noteOf('duration', 'warn', lengths!), ...background(sides)]
}

function noteOf(
  id: string,
  severity: ComparabilityNote['severity'],
  differences: ReadonlyMap<string, string>,
): readonly ComparabilityNote[] {
  if (differences.size === 0) return []
  return [{ id, severity, message: `the load differs: ${differencesInWords(differences)}` }]
}

const background: ComparabilityCheck = (sides) => {
  const beside = differenceIn(sides, ({ summary }) => (summary.background === null ? 'none' : 'one'))
  if (beside === null) return []
  return [{ id: 'background', severity: 'refuse', message: `a load in the background: ${beside}` }]
}
