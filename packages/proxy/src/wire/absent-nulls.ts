import { isJsonObject, type JsonObject, type JsonValue } from '@kvlar/core/json'
import { cutAt } from '../listing/json-edits.ts'
import { LISTEN, META, REF } from './read-params.ts'

/** Members of any method's parameters that may be left out; of no method is null one of their values. */
const OPTIONAL = ['_meta', 'arguments', 'task', 'inputResponses', 'requestState', 'cursor', 'context']

/** Members of one object of a message that say by null that they are absent. */
interface Absent {
  readonly path: readonly string[]
  readonly names: readonly string[]
}

/**
 * The bytes of a message without the members that are null where null can only mean absent: writers that know no
 * optional members send them all. What is judged and what is forwarded then lack them alike.
 *
 * @param bytes valid JSON of the object
 * @returns undefined when there are none
 */
export function withoutNulls(bytes: Uint8Array, object: JsonObject): Uint8Array | undefined {
  const absent = absentIn(object).filter(({ names }) => names.length > 0)
  if (absent.length === 0) return undefined
  // The innermost first: an outer cut then carries the inner one along.
  return absent.reduce((kept, { path, names }) => cutAt(kept, path, names), bytes)
}

function absentIn(object: JsonObject): Absent[] {
  const { params } = object
  const envelope = { path: [], names: absentOfEnvelope(object) }
  if (!isJsonObject(params)) return [envelope]
  return [
    { path: ['params', '_meta'], names: nullsOf(params['_meta'], [...META.values()]) },
    { path: ['params', 'ref'], names: nullsOf(params['ref'], [...REF.values()]) },
    { path: ['params', 'notifications'], names: nullsOf(params['notifications'], [...LISTEN.values()]) },
    { path: ['params'], names: nullsOf(params, OPTIONAL) },
    envelope,
  ]
}

/** Of a result and an error that are both null, the result is one; a request has an id, a notification none. */
function absentOfEnvelope(object: JsonObject): readonly string[] {
  const { method = null, error = null } = object
  const isAnswer = 'result' in object || 'error' in object
  if (method === null && isAnswer) {
    const unused = error === null ? ('result' in object ? ['error'] : []) : ['result']
    return nullsOf(object, ['method', 'params', ...unused])
  }
  const isNotification = typeof method === 'string' && method.startsWith('notifications/')
  return nullsOf(object, ['params', 'result', 'error', ...(isNotification ? ['id'] : [])])
}

function nullsOf(value: JsonValue | undefined, names: readonly string[]): readonly string[] {
  return isJsonObject(value) ? names.filter((name) => value[name] === null) : []
}
