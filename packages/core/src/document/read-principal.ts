import { PRINCIPAL_IDENTITY_KEYS } from './principal-keys.ts'
import { PRINCIPAL_KINDS, type Principal } from '../principal.ts'
import { readMap, type Read } from './map-reader.ts'
import { readList, readName, readOneOf } from './read-scalar.ts'

/** Reads `principal {id, kind, roles}` of a configuration or a test. */
export const readPrincipal: Read<Principal> = (node, report) => {
  const map = readMap(node, report, { keys: PRINCIPAL_IDENTITY_KEYS, what: '`principal`' })
  if (map === undefined) return undefined
  const id = map.required('id', readName)
  const kind = map.optional('kind', readOneOf(PRINCIPAL_KINDS)) ?? 'agent'
  const roles = map.optional('roles', readList(readName)) ?? []
  return id === undefined ? undefined : { id, kind, roles }
}
