/** A part of a plan that contradicts another part. */
export interface PlanProblem {
  /** Where in the plan file. */
  readonly path: readonly (string | number)[]
  readonly message: string
}
