import { after } from './after.ts'
import type { Decided } from './decide-action.ts'
import type { Revocation, Standing } from './standing/standing.ts'

/** Tells others of an invalidation; nobody waits for it, and its failure lets nothing go. */
export type Publish = (revocation: Revocation) => void | Promise<void>

export interface InvalidationOptions {
  readonly standing: Standing
  readonly publish?: Publish
  readonly onFailure: (error: unknown) => void
}

/** Remembers whom a verdict turns away, and tells others of it, once. Never throws and never rejects. */
export type RememberInvalidation = (decided: Decided) => void | Promise<void>

export function createInvalidations(options: InvalidationOptions): RememberInvalidation {
  const { standing, publish, onFailure } = options
  const tell = (revocation: Revocation): void => {
    if (publish === undefined) return
    void (async () => publish(revocation))().catch(onFailure)
  }
  return ({ effective, facts }) => {
    const { invalidates: target, reason, evaluator } = effective
    if (target === undefined) return undefined
    const revocation: Revocation = { target, reason, by: evaluator, atMs: facts.nowMs }
    const forgotten = (error: unknown): void => {
      onFailure(error)
      tell(revocation)
    }
    try {
      const isNew = standing.revoke(revocation)
      const told = after(isNew, (known) => {
        if (known) tell(revocation)
      })
      return told instanceof Promise ? told.catch(forgotten) : undefined
    } catch (error) {
      return forgotten(error)
    }
  }
}
