import { createEngine, type Engine, type Policy } from '@kvlar/core'
import { parseUrl } from '@kvlar/core/node'
import { loadPolicies, type PolicyTexts } from './load-policies.ts'

/** What decides, and what it was read from. */
export interface PoliciesInForce {
  readonly engine: Engine
  /** In the order in which they are asked. */
  readonly policies: readonly Policy[]
  /** Of each, as it was read: what is recorded is what was loaded. */
  readonly texts: ReadonlyMap<Policy, PolicyTexts>
}

/**
 * Puts policies in force: files, or names of built-in ones; the user's own for none.
 * @throws SettingsError when one cannot be read, PolicyError with the problems of all when one cannot be used
 */
export function policiesInForce(names: readonly string[]): PoliciesInForce {
  const texts = new Map<Policy, PolicyTexts>()
  const policies = loadPolicies(names, { onLoaded: (policy, read) => texts.set(policy, read) })
  return { engine: createEngine(policies, { parseUrl }), policies, texts }
}
