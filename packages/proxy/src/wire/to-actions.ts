import { EvaluationError, type Action, type Principal } from '@kvlar/core'
import { isJsonObject, type JsonObject, type JsonValue } from '@kvlar/core/json'
import type { EmbeddedRequest, Message } from './message.ts'
import type { MethodRow } from './methods.ts'

/** On whose behalf a connection speaks, and to which configured server. */
export interface Identity {
  readonly agentId: string
  readonly principal: Principal
  readonly server?: string
}

/**
 * What a message asks for, as actions to decide on; it may go on only if every one of them may.
 * Empty for what is not judged: answers, and the methods that the table lets pass. One action for a call; one per
 * resource for `subscriptions/listen`; one per embedded request for an answer that carries `inputRequests`.
 *
 * @param message as `readMessage` gives it
 */
export function toActions(message: Message, identity: Identity): readonly Action[] {
  switch (message.kind) {
    case 'request':
      return callActions(message, identity)
    case 'notification':
      return [...callActions(message, identity), ...embeddedActions(message.embedded, identity)]
    case 'response':
      return embeddedActions(message.embedded, identity)
  }
}

/** The part of a call that is judged. */
interface Call {
  readonly method: string
  readonly row: MethodRow | undefined
  readonly params: JsonObject | undefined
}

const NO_PARAMETERS: JsonObject = Object.freeze(Object.create(null))

function embeddedActions(requests: readonly EmbeddedRequest[], identity: Identity): Action[] {
  return requests.flatMap((request) => callActions(request, identity))
}

function callActions({ method, row, params = NO_PARAMETERS }: Call, identity: Identity): Action[] {
  if (row === undefined)
    return [{ type: 'unknown_method', resource: method, parameters: params, ...identity }]
  const { action: type, parameters: where } = row
  if (type === 'pass') return []
  const parameters = where === 'arguments' ? asObject(params['arguments']) : params
  const actions: Action[] = []
  for (const resource of resourcesOf(row, params)) actions.push({ type, resource, parameters, ...identity })
  return actions
}

/** The strings the action is about. INVARIANT: a judged method never has none, but for a filter without resources. */
function resourcesOf({ method, resource }: MethodRow, params: JsonObject): readonly string[] {
  switch (resource.kind) {
    case 'method':
      return [method]
    case 'param':
      return [named(params[resource.name])]
    case 'ref': {
      const ref = asObject(params['ref'])
      return [named(ref['type'] === 'ref/prompt' ? ref['name'] : ref['uri'])]
    }
    case 'subscriptions': {
      const list = asObject(params['notifications'])['resourceSubscriptions']
      return Array.isArray(list) ? list.map(named) : []
    }
  }
}

/** `readMessage` has refused a message without it; one built in another way must not pass as if nothing were asked. */
function named(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value
  throw new EvaluationError(
    'EVALUATION_INVALID_ACTION',
    'a judged message names no resource; refusing to decide',
  )
}

function asObject(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : NO_PARAMETERS
}
