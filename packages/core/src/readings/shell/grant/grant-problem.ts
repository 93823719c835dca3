/** One thing that is wrong with a grant, or that its author should know. */
export interface GrantProblem {
  /** Keys and indices from the grant to the place. */
  readonly path: readonly (string | number)[]
  readonly problem: string
}
