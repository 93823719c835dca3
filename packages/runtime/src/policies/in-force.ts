import { policiesInForce, type PoliciesInForce } from './policies-in-force.ts'

/** The policies in force, which a reload replaces as one. */
export interface InForce {
  readonly now: () => PoliciesInForce
  /** Puts others in force, and tells whoever hears of it. */
  readonly replace: (next: PoliciesInForce) => void
  /** @returns ends that */
  readonly onReload: (heard: () => void) => () => void
}

/** @throws as `policiesInForce` */
export function createInForce(names: readonly string[]): InForce {
  let current = policiesInForce(names)
  const listeners = new Set<() => void>()
  return {
    now: () => current,
    replace: (next) => {
      current = next
      for (const heard of listeners) heard()
    },
    onReload: (heard) => {
      listeners.add(heard)
      return () => void listeners.delete(heard)
    },
  }
}
