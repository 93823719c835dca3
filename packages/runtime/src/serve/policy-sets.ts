import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { builtinLabel } from '../policies/policy-files.ts'
import { policiesInForce, type PoliciesInForce } from '../policies/policies-in-force.ts'
import { SERVE_LIMITS } from './protocol.ts'
import type { PolicySets } from './serving.ts'

interface Kept {
  readonly inForce: PoliciesInForce
  readonly stamps: ReadonlyMap<string, string>
}

/**
 * Policies of files, compiled once and anew as soon as one of their files has changed: a file that changes while it is
 * read, or within the grain of its clock, is read again.
 * @param own those that no name means
 */
export function createPolicySets(own: readonly string[], now: () => number = Date.now): PolicySets {
  const kept = new Map<string, Kept>()
  return {
    named: (names) => {
      const meant = names.length > 0 ? names : own
      const key = JSON.stringify(meant)
      const found = kept.get(key)
      kept.delete(key)
      const set = found !== undefined && isCurrent(found) ? found : read(meant, now())
      kept.set(key, set)
      const [oldest] = kept.keys()
      if (kept.size > SERVE_LIMITS.policySetsMax && oldest !== undefined) kept.delete(oldest)
      return set.inForce
    },
  }
}

function read(names: readonly string[], atMs: number): Kept {
  const inForce = policiesInForce(names)
  const stamps = new Map<string, string>()
  for (const texts of inForce.texts.values())
    for (const file of texts.keys()) if (!isBuiltin(file)) stamps.set(file, stampOf(file, atMs))
  return { inForce, stamps }
}

function isCurrent({ stamps }: Kept): boolean {
  for (const [file, stamp] of stamps)
    if (stamp === UNSURE || stampOf(file, Number.POSITIVE_INFINITY) !== stamp) return false
  return true
}

/** Two writes within this can bear the same time. */
const GRAIN_MS = 100
const UNSURE = ''

/** Tells two states of a file apart; `UNSURE` where it may change once more under the same stamp. */
function stampOf(file: string, readAtMs: number): string {
  const stats = statSync(resolve(file), { bigint: true, throwIfNoEntry: false })
  if (stats === undefined) return UNSURE
  const { dev, ino, size, mtimeNs, ctimeNs } = stats
  const isSettled = Number(ctimeNs / 1_000_000n) + GRAIN_MS < readAtMs
  return isSettled ? `${dev}:${ino}:${size}:${mtimeNs}:${ctimeNs}` : UNSURE
}

function isBuiltin(file: string): boolean {
  return file === builtinLabel(file.slice('<builtin:'.length, -1))
}
