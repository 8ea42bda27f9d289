import { moments } from '../../../statistics/moments.ts'
import type { ComparedRun } from '../compared-run.ts'
import type { ComparabilityNote } from '../comparison.ts'
import { differencesIn, differencesInWords } from './plan-keys.ts'
import { type ComparabilityCheck, differenceIn, type Sides } from './sides.ts'

/** Relative difference of mean lengths from which it is said, and from which times are of different work. */
const saidFrom = 0.02
const refusedFrom = 0.1

/** Of the target: what a request asks for. Where it goes, and with which key, is what may be compared. */
const ofRequest = /^(api|stream|extra_body)(\.|$)/

/** Whether both sides did the same work: the mix that was asked for, the API, and the lengths that came of it. */
export const workNotes: ComparabilityCheck = (sides) => [
  ...mix(sides),
  ...api(sides),
  ...length(sides, 'output-length', 'output tokens a reply', ({ summary }) => summary.tokens.output.mean),
  ...length(sides, 'input-length', 'input tokens a request', ({ summary }) => summary.tokens.input.mean),
  ...querySize(sides),
]

const mix: ComparabilityCheck = (sides) => {
  const differences = differencesIn(sides, ({ facts }) => facts.workload)
  if (differences.size === 0) return []
  const message = `the workload differs: ${differencesInWords(differences)}`
  return [{ id: 'workload', severity: 'refuse', message }]
}

const api: ComparabilityCheck = (sides) => {
  const all = differencesIn(sides, ({ facts }) => facts.target)
  const differences = new Map(Array.from(all).filter(([path]) => ofRequest.test(path)))
  if (differences.size === 0) return []
  const message = `what is asked of the target differs: ${differencesInWords(differences)}`
  return [{ id: 'target-api', severity: 'refuse', message }]
}

const querySize: ComparabilityCheck = (sides) => {
  const difference = differenceIn(sides, ({ summary }) => summary.queries?.size ?? 1)
  if (difference === null) return []
  return [{ id: 'workload', severity: 'refuse', message: `requests of a query: ${difference}` }]
}

function length(
  { a, b }: Sides,
  id: string,
  what: string,
  read: (run: ComparedRun) => number | null,
): readonly ComparabilityNote[] {
  const [ofA, ofB] = [a, b].map((runs) => meanOf(runs.map(read))) as [number, number]
  const share = Math.abs(ofB / ofA - 1)
  if (!(share > saidFrom)) return []
  const severity = share > refusedFrom ? 'refuse' : 'warn'
  const apart = Number.isFinite(share) ? `, ${Number((100 * share).toPrecision(2))} % apart` : ''
  const message = `mean ${what}: ${digits(ofA)} in A, ${digits(ofB)} in B${apart}`
  return [{ id, severity, message }]
}

/** NaN where no run has one. */
function meanOf(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? Number.NaN : moments(Float64Array.from(known)).mean
}

function digits(value: number): string {
  return String(Number(value.toPrecision(4)))
}
