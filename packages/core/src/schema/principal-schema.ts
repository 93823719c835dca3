import { PRINCIPAL_IDENTITY_KEYS } from '../document/principal-keys.ts'
import { PRINCIPAL_KINDS } from '../principal.ts'
import { listOf, mapOf, NAME, oneOf, type Schema } from './schema-parts.ts'

/** `principal {id, kind, roles}` of configurations and tests. */
export function principalSchema(): Schema {
  return mapOf(
    PRINCIPAL_IDENTITY_KEYS,
    { id: NAME, kind: { ...oneOf(PRINCIPAL_KINDS), default: 'agent' }, roles: listOf(NAME) },
    { required: ['id'] },
  )
}
