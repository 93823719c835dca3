import { isJsonObject, type JsonObject, type JsonValue } from '@kvlar/core/json'
import { paramsFault, type Fault } from './answers/fault.ts'
import { WIRE_LIMITS } from './limits.ts'
import type { MethodRow } from './methods.ts'
import { impostorKey, reservedKeys, type ReservedKeys } from './reserved-keys.ts'

const MODERN = 'io.modelcontextprotocol/'

/** Keys of `_meta` that the protocol gives a meaning (MCP 2025-11-25 and 2026-07-28). */
export const META = reservedKeys([
  'progressToken',
  `${MODERN}protocolVersion`,
  `${MODERN}clientCapabilities`,
  `${MODERN}clientInfo`,
  `${MODERN}logLevel`,
  `${MODERN}related-task`,
  `${MODERN}subscriptionId`,
])

export const REF = reservedKeys(['type', 'name', 'uri', 'title'])

export const LISTEN = reservedKeys([
  'toolsListChanged',
  'promptsListChanged',
  'resourcesListChanged',
  'resourceSubscriptions',
  'taskIds',
])

/** The reserved keys of unknown methods' parameters: those of every request. */
const UNKNOWN = reservedKeys(['_meta', 'task', 'inputResponses', 'requestState'])

const RESERVED_BY_ROW = new WeakMap<MethodRow, ReservedKeys>()

/**
 * Checks the parameters of a request or notification as far as its row in the table of methods gives them a meaning.
 *
 * @param params the member as read; undefined or null when there is none
 */
export function paramsFaultOf(row: MethodRow | undefined, params: JsonValue | undefined): Fault | undefined {
  if (params === undefined || params === null) {
    return row === undefined || row.resource.kind === 'method'
      ? undefined
      : paramsFault('BAD_PARAMS', 'the method needs parameters')
  }
  if (!isJsonObject(params)) return paramsFault('BAD_PARAMS', 'the parameters are not an object')
  return (
    impostorFault(params, row === undefined ? UNKNOWN : reservedOf(row)) ??
    objectsFault(params, ['_meta', 'task']) ??
    metaFault(params['_meta']) ??
    (row === undefined || row.action === 'pass' ? undefined : judgedFault(row, params))
  )
}

function reservedOf(row: MethodRow): ReservedKeys {
  const known = RESERVED_BY_ROW.get(row)
  if (known !== undefined) return known
  const reserved = reservedKeys(row.reserved)
  RESERVED_BY_ROW.set(row, reserved)
  return reserved
}

function judgedFault(row: MethodRow, params: JsonObject): Fault | undefined {
  const { resource } = row
  if (row.parameters === 'arguments') {
    const fault = objectsFault(params, ['arguments'])
    if (fault !== undefined) return fault
  }
  switch (resource.kind) {
    case 'method':
      return undefined
    case 'param':
      return nameFault(params[resource.name], resource.name)
    case 'ref':
      return refFault(params['ref'])
    case 'subscriptions':
      return listenFault(params['notifications'])
  }
}

function refFault(ref: JsonValue | undefined): Fault | undefined {
  if (!isJsonObject(ref)) return paramsFault('BAD_PARAMS', '`ref` is not an object')
  const impostor = impostorFault(ref, REF)
  if (impostor !== undefined) return impostor
  const isPrompt = ref['type'] === 'ref/prompt'
  if (!isPrompt && ref['type'] !== 'ref/resource') return paramsFault('BAD_PARAMS', '`ref.type` is unknown')
  // With both, a reader that looks at the fields instead of the type would complete something else.
  if ((isPrompt ? 'uri' : 'name') in ref) return paramsFault('BAD_PARAMS', '`ref` has a name and a URI')
  return isPrompt ? nameFault(ref['name'], 'ref.name') : nameFault(ref['uri'], 'ref.uri')
}

function listenFault(filter: JsonValue | undefined): Fault | undefined {
  if (!isJsonObject(filter)) return paramsFault('BAD_PARAMS', '`notifications` is not an object')
  const impostor = impostorFault(filter, LISTEN)
  if (impostor !== undefined) return impostor
  const uris = filter['resourceSubscriptions']
  if (uris === undefined) return undefined
  if (!Array.isArray(uris) || uris.length > WIRE_LIMITS.actionsPerMessageMax) {
    return paramsFault(
      'BAD_PARAMS',
      `\`resourceSubscriptions\` is not a list of at most ${WIRE_LIMITS.actionsPerMessageMax} URIs`,
    )
  }
  for (const uri of uris) {
    const fault = nameFault(uri, 'resourceSubscriptions')
    if (fault !== undefined) return fault
  }
  return undefined
}

function metaFault(meta: JsonValue | undefined): Fault | undefined {
  return isJsonObject(meta) ? impostorFault(meta, META) : undefined
}

function impostorFault(object: JsonObject, reserved: ReservedKeys): Fault | undefined {
  return impostorKey(object, reserved) === undefined
    ? undefined
    : paramsFault('RESERVED_KEY', 'a key of the parameters could be read as another one')
}

function objectsFault(params: JsonObject, keys: readonly string[]): Fault | undefined {
  const bad = keys.find((key) => !isJsonObject(params[key] ?? {}))
  return bad === undefined ? undefined : paramsFault('BAD_PARAMS', `\`${bad}\` is not an object`)
}

/** Control characters (C0, DEL, C1) and the two line ends of Unicode. */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/

/** Whether a name holds a character that ends a line or moves a cursor. */
export function isUnsafeName(name: string): boolean {
  return UNSAFE.test(name)
}

function nameFault(name: JsonValue | undefined, field: string): Fault | undefined {
  if (typeof name !== 'string') return paramsFault('BAD_PARAMS', `\`${field}\` is not a string`)
  if (name === '' || name.length > WIRE_LIMITS.nameCharsMax) {
    return paramsFault('BAD_PARAMS', `\`${field}\` is empty or over ${WIRE_LIMITS.nameCharsMax} characters`)
  }
  return isUnsafeName(name) ? paramsFault('UNSAFE_NAME', `\`${field}\` holds a control character`) : undefined
}
