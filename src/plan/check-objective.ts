import { parseObjective } from './parse-objective.ts'

/** The text of an objective, if it is one. Throws TareError('usage') that says what is wrong. */
export function checkObjective(text: string): string {
  return parseObjective(text).text
}
