import { APPROVEKIT_POLICY_KEYS, APPROVEKIT_RULE_KEYS } from '../policy/dialects/approvekit-keys.ts'
import { RISK_LEVELS } from '../rule.ts'
import { BOOLEAN, DURATION, listOf, mapOf, NAME, oneOf, type Schema } from './schema-parts.ts'

/** A policy of ApproveKit's format. */
export function approveKitSchema(): Schema {
  const rule = mapOf(
    APPROVEKIT_RULE_KEYS,
    {
      tool: { ...NAME, pattern: '^(\\*|[^*\\u0000-\\u001f]+)$' },
      require_approval: BOOLEAN,
      timeout: DURATION,
      auto_approve: BOOLEAN,
      risk_level: oneOf(RISK_LEVELS),
      redact_fields: listOf(NAME),
    },
    { required: ['tool'] },
  )
  // An empty list alone does not show the format.
  const isShown: Schema = {
    anyOf: [{ required: ['default_timeout'] }, { properties: { rules: { minItems: 1 } } }],
  }
  const values = { default_timeout: DURATION, rules: listOf(rule) }
  return mapOf(APPROVEKIT_POLICY_KEYS, values, { required: ['rules'], extra: isShown })
}
