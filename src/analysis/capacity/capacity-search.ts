import { TareError } from '../../errors.ts'
import { createRandom } from '../../statistics/random.ts'
import { answerOf } from './answer-of.ts'
import type { CapacityStep } from './capacity-answer.ts'
import { type CapacityOptions, type CapacityRequest, capacityOptions } from './capacity-options.ts'
import type { ProbeOrder, ProbeResult } from './capacity-probe.ts'
import { confirm } from './confirm.ts'
import { decides } from './decides.ts'
import { explore } from './explore.ts'

/**
 * The search for the largest load at which all objectives hold. It makes no runs: it says which is to be made next, and is
 * told what came of it. What it says depends on nothing but its options and the results so far, so the list of those is its
 * whole state.
 */
export interface CapacitySearch {
  /** The same until something is recorded. */
  next(): CapacityStep
  /** What came of the probe that `next` ordered. Throws RangeError for another one. */
  record(result: ProbeResult): void
  readonly results: readonly ProbeResult[]
}

/** Throws TareError('usage') for options that make no search. */
export function createCapacitySearch(request: CapacityRequest): CapacitySearch {
  const options = capacityOptions(request)
  const results: ProbeResult[] = []
  let step: CapacityStep | null = null
  function next(): CapacityStep {
    step ??= nextStep(options, results)
    return step
  }
  return {
    results,
    next,
    record(result) {
      const expected = next()
      if (expected.kind === 'answer' || !isSameOrder(expected.order, result.order))
        throw new RangeError('this probe was not the one that was ordered')
      results.push(result)
      step = null
    },
  }
}

/** A search as it was after these results. Throws TareError('usage') when they are of another search. */
export function resumeCapacitySearch(
  request: CapacityRequest,
  results: readonly ProbeResult[],
): CapacitySearch {
  const search = createCapacitySearch(request)
  for (const [at, result] of results.entries()) {
    const step = search.next()
    if (step.kind === 'answer' || !isSameOrder(step.order, result.order)) {
      throw new TareError(
        'usage',
        `probe ${at + 1} of those made so far isn't the one that this search would have made`,
        { hint: 'Resume with the options that the search began with, or begin a new one.' },
      )
    }
    search.record(result)
  }
  return search
}

function isSameOrder(a: ProbeOrder, b: ProbeOrder): boolean {
  return (
    a.phase === b.phase &&
    a.axis === b.axis &&
    a.load === b.load &&
    a.durationSeconds === b.durationSeconds &&
    a.seed === b.seed
  )
}

function nextStep(options: CapacityOptions, results: readonly ProbeResult[]): CapacityStep {
  const searched = results.filter(({ order }) => order.phase !== 'confirm')
  const confirming = results.filter(({ order }) => order.phase === 'confirm')
  const { found, next } = explore(options, searched)
  const lately = results.slice(-options.mostInvalid)
  const givesUp = lately.length === options.mostInvalid && !lately.some(decides)
  if (next !== null && confirming.length === 0 && !givesUp)
    return { kind: 'probe', order: orderOf(options, results, next) }
  const confirmation = confirm(options, found, searched, confirming)
  if (confirmation.next !== null && !givesUp)
    return { kind: 'probe', order: orderOf(options, results, { phase: 'confirm', ...confirmation.next }) }
  return { kind: 'answer', answer: answerOf(options, results, confirmation, givesUp) }
}

function orderOf(
  { axis, seed }: CapacityOptions,
  results: readonly ProbeResult[],
  {
    phase,
    load,
    seconds,
  }: { readonly phase: ProbeOrder['phase']; readonly load: number; readonly seconds: number },
): ProbeOrder {
  const durationSeconds = Math.ceil(10 * seconds) / 10
  return { phase, axis, load, durationSeconds, seed: createRandom(seed, results.length).integer(2 ** 31) }
}
