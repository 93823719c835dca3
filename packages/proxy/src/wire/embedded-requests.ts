import { isJsonObject, type JsonObject, type JsonValue } from '@kvlar/core/json'
import { requestFault, type Fault } from './answers/fault.ts'
import { findRow, methodFault } from './find-row.ts'
import { WIRE_LIMITS } from './limits.ts'
import type { EmbeddedRequest } from './message.ts'
import { paramsFaultOf } from './read-params.ts'
import { impostorKey, reservedKeys } from './reserved-keys.ts'

const ENTRY = reservedKeys(['method', 'params'])

/**
 * The requests to the client that a result, or the parameters of a task notification, carries in `inputRequests`
 * (MCP 2026-07-28, multi round-trip requests).
 */
export function embeddedRequests(carrier: JsonObject): readonly EmbeddedRequest[] | Fault {
  const carried = carrier['inputRequests']
  if (carried === undefined || carried === null) return []
  const entries = isJsonObject(carried) ? Object.entries(carried) : undefined
  if (entries === undefined || entries.length > WIRE_LIMITS.actionsPerMessageMax) {
    const most = WIRE_LIMITS.actionsPerMessageMax
    return requestFault('BAD_PARAMS', `\`inputRequests\` is not an object of at most ${most} requests`)
  }
  const requests: EmbeddedRequest[] = []
  for (const [key, entry] of entries) {
    const request = embeddedRequest(key, entry)
    if ('code' in request) return request
    requests.push(request)
  }
  return requests
}

function embeddedRequest(key: string, entry: JsonValue): EmbeddedRequest | Fault {
  if (!isJsonObject(entry)) return requestFault('BAD_PARAMS', 'an embedded request is not an object')
  if (impostorKey(entry, ENTRY) !== undefined) {
    return requestFault('RESERVED_KEY', 'a key of an embedded request could be read as another one')
  }
  const { method, params } = entry
  if (typeof method !== 'string')
    return requestFault('BAD_METHOD', 'the method of an embedded request is not a string')
  const row = findRow(method, 'server', 'request')
  const fault = methodFault(method) ?? paramsFaultOf(row, params)
  if (fault !== undefined) return fault
  return { key, method, row, params: isJsonObject(params) ? params : undefined }
}
