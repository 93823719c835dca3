import { sha256Hex } from '../digest.ts'
import { canonicalJson } from '../json/canonical-json.ts'
import type { JsonValue } from '../json-value.ts'
import type { Rule } from '../rule.ts'

/** Keys that say where something stands or what it is called, and change no decision. */
const LEFT_OUT: ReadonlySet<string> = new Set(['origin', 'description', 'policy'])

/** `sha256:<hex>` over the canonical form of the rules: everything that can change a decision, in order. */
export function policyDigest(rules: readonly Rule[]): string {
  return `sha256:${sha256Hex(decisiveText({ format: 'kvlar-policy-1', rules }))}`
}

/** The canonical form of a part of a policy without what changes no decision. */
export function decisiveText(part: object): string {
  return canonicalJson(strip(part))
}

function strip(value: unknown, isOperand = false): JsonValue {
  if (Array.isArray(value)) return value.map((item) => strip(item, isOperand))
  if (typeof value === 'object' && value !== null) {
    const object: Record<string, JsonValue> = Object.create(null)
    for (const [key, item] of Object.entries(value)) {
      // The operand of a condition is data: a key of it is never left out.
      if (isOperand || !LEFT_OUT.has(key)) object[key] = strip(item, isOperand || key === 'value')
    }
    return object
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return null
}
