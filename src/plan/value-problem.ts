/** What is wrong with a value, and what to change. */
export interface ValueProblem {
  readonly why: string
  readonly hint: string
}
