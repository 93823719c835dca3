import { createEngine, type Engine, type Policy } from '@kvlar/core'
import { gateOverQueue } from './guard-gate.ts'
import { guardOver, type Guarding } from './guard-over.ts'
import { readKvlarOptions, type KvlarOptions } from './kvlar-options.ts'

/** One policy over the functions of one program. */
export interface Kvlar extends Guarding {
  /**
   * Puts other policies in force, also for calls that wait: they are decided again before they run.
   * @throws PolicyError and leaves the old ones in force
   */
  replacePolicies(policies: readonly Policy[]): void
}

/**
 * Makes `guard()` for the functions of one program.
 *
 * @throws PolicyError, KvlarMisuse `KVLAR_BAD_OPTION`, ConfigError for steps beside the policy that cannot be asked
 */
export function createKvlar(given: KvlarOptions): Kvlar {
  const options = readKvlarOptions(given)
  let inForce = engineOf(options.policies)
  const engine = (): Engine => inForce
  const guarding = guardOver({ ...options, engine, ...gateOverQueue({ ...options, engine }) })
  return Object.freeze<Kvlar>({
    ...guarding,
    replacePolicies: (policies) => {
      inForce = engineOf(policies)
    },
  })
}

function engineOf(policies: readonly Policy[]): Engine {
  return createEngine(policies, { parseUrl: (text) => URL.parse(text) ?? undefined })
}
