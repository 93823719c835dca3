import type { ActionContext } from '../evaluators/action-context.ts'

/** What holds whatever the policy says: a floor in code or in a file of its own, which no reload of policies touches. */
export type Invariant = InvariantHead & Demand

export interface InvariantHead {
  /** Unique; verdicts go by it. */
  readonly name: string
  /** Globs over the names of the actions that it is for; for all when absent. */
  readonly actions?: readonly string[]
}

export type Demand =
  /**
   * An argument is a number within the bound. Where `actions` are named a missing one violates; without them it passes,
   * so that one bound can be put on a name that most actions do not have.
   */
  | { readonly kind: 'param_max'; readonly field: string; readonly max: number }
  | { readonly kind: 'param_min'; readonly field: string; readonly min: number }
  /** The session has acted at most so often, this action included. */
  | { readonly kind: 'max_actions_per_session'; readonly max: number }
  | { readonly kind: 'max_session_age'; readonly maxMs: number }
  /** The action has one of these names (globs, as in an allow rule). */
  | { readonly kind: 'allowed_actions'; readonly names: readonly string[] }
  /** It has none of these (globs, as in a deny rule). */
  | { readonly kind: 'blocked_actions'; readonly names: readonly string[] }
  /** Holds where this is `true`; anything else violates, a promise and an error too. */
  | { readonly kind: 'custom'; readonly holds: (context: ActionContext) => boolean }
