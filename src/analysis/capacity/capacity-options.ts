import { TareError } from '../../errors.ts'
import type { CapacityAxis } from './capacity-probe.ts'

export interface CapacityOptions {
  readonly axis: CapacityAxis
  /** Least and largest load that may be tried. */
  readonly floor: number
  readonly ceiling: number
  /** Where the search begins. */
  readonly start: number
  /** The bracket is narrow enough when refuted ≤ verified × (1 + width). */
  readonly width: number
  /** What all runs together may take, s. */
  readonly budgetSeconds: number
  /** Length of the first probes, and the least of any, s. */
  readonly shortestSeconds: number
  /** Fresh runs at a bound before anything is said of it; twice as many where that isn't enough. */
  readonly confirmRuns: number
  /** INVALID runs at one load, one after the other, before the search gives up. */
  readonly mostInvalid: number
  readonly seed: number
}

export type CapacityRequest = Pick<CapacityOptions, 'axis' | 'floor' | 'ceiling' | 'budgetSeconds' | 'seed'> &
  Partial<CapacityOptions>

const fewestConfirmRuns = 5

/** All options, with their defaults. Throws TareError('usage') where they make no search. */
export function capacityOptions(request: CapacityRequest): CapacityOptions {
  const options: CapacityOptions = {
    start: request.floor,
    width: 0.05,
    shortestSeconds: 10,
    confirmRuns: fewestConfirmRuns,
    mostInvalid: 3,
    ...request,
  }
  const { axis, floor, ceiling, start, width, budgetSeconds, shortestSeconds, confirmRuns } = options
  check(
    floor > 0 && ceiling >= floor && Number.isFinite(ceiling),
    `a search from ${floor} to ${ceiling} has no range`,
    'Give a floor above 0 and a ceiling that is no less.',
  )
  check(
    start >= floor && start <= ceiling,
    `the search would begin at ${start}, outside ${floor} to ${ceiling}`,
    'Begin between floor and ceiling.',
  )
  check(
    axis === 'rate' || [floor, ceiling, start].every(Number.isSafeInteger),
    'a concurrency must be a whole number',
    'Give whole numbers of requests in flight.',
  )
  check(width > 0 && width <= 1, `a bracket's width of ${width} isn't a share`, 'Give a share, such as 0.05.')
  check(
    shortestSeconds > 0 && budgetSeconds >= shortestSeconds && Number.isFinite(budgetSeconds),
    `a budget of ${budgetSeconds} s has no room for a probe of ${shortestSeconds} s`,
    'Give a longer budget, or shorter probes.',
  )
  check(
    Number.isSafeInteger(confirmRuns) && confirmRuns >= fewestConfirmRuns,
    `a bound can't be confirmed by ${confirmRuns} runs`,
    `Give ${fewestConfirmRuns} or more.`,
  )
  check(
    Number.isSafeInteger(options.mostInvalid) &&
      options.mostInvalid >= 1 &&
      Number.isSafeInteger(options.seed),
    'the number of INVALID runs and the seed must be whole numbers',
    'Give 1 or more runs, and any whole seed.',
  )
  return options
}

function check(holds: boolean, message: string, hint: string): void {
  if (!holds) throw new TareError('usage', message, { hint })
}
