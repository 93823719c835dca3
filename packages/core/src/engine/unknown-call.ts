import type { Action } from '../action.ts'
import type { Subject } from '../engine.ts'
import { UNKNOWN_PARAMETERS } from './conditions/compiled-condition.ts'

/** A subject as an action whose arguments and target are not known. */
export function unknownCall({ type, resource, agentId, principal, server }: Subject): Action {
  return {
    type,
    resource,
    agentId,
    principal,
    ...(server !== undefined && { server }),
    parameters: UNKNOWN_PARAMETERS,
  }
}
