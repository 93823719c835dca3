import type { Target } from './target.ts'

/** Somebody or something was turned away, until it is restored. */
export interface Revocation {
  readonly target: Target
  /** For people. */
  readonly reason: string
  /** Who turned it away: a person, or the evaluator that invalidated it. */
  readonly by: string
  /** Milliseconds since the epoch. */
  readonly atMs: number
}

/**
 * Knows who is turned away. Throwing or rejecting denies. `find` is asked of every action, in the same breath as
 * `Counters` and `Sessions`.
 */
export interface Standing {
  /** A revocation of one of the targets, the first of them that has one. */
  find(targets: readonly Target[]): Revocation | undefined | Promise<Revocation | undefined>
  /** Remembers a revocation; one that stands already stays as it is. Says whether it is new. */
  revoke(revocation: Revocation): boolean | Promise<boolean>
}

/** The same for whoever looks after it. */
export interface Revocations extends Standing {
  /** Ends a revocation; undefined when there is none. */
  restore(target: Target): Revocation | undefined | Promise<Revocation | undefined>
  /** All that stand, oldest first. */
  list(): readonly Revocation[] | Promise<readonly Revocation[]>
}
