import { TareError } from '../errors.ts'
import { numberRules } from './number-rule.ts'
import { readNumber, shown } from './plan-value.ts'

const readWorkers = readNumber(numberRules.serverWorkers)

/**
 * The numbers of workers that a scale storm asks for in turn. Throws TareError 'plan' for what isn't a list of them, and where two in
 * turn are the same: with those nothing is scaled.
 */
export function readStormWorkers(given: unknown): readonly number[] {
  if (!Array.isArray(given)) throw bad(`must be a list of numbers of workers, not ${shown(given)}`)
  const workers = given.map((each: unknown) => readWorkers(typeof each === 'string' ? Number(each) : each))
  if (workers.length < 2) throw bad(`has ${workers.length === 0 ? 'none' : 'one number of workers only'}`)
  const twice = workers.find((each, position) => each === workers[(position + 1) % workers.length])
  if (twice !== undefined) throw bad(`has ${twice} twice in turn, which changes nothing`)
  return workers
}

function bad(message: string): TareError {
  return new TareError('plan', message, { hint: 'give two or more that differ, such as [4, 1]' })
}
