import type { Action } from '../action.ts'
import { LIMITS } from '../limits.ts'

/**
 * Whether everything but the action's type is of the type it declares and the name is within its bound: callers that are not type-checked reach the engine too, and a name
 * that is no string would slip past every rule on names.
 */
export function isValidAction(action: Action): boolean {
  const { parameters, principal } = action
  return (
    typeof action.resource === 'string' &&
    action.resource.length <= LIMITS.resourceCharsMax &&
    typeof action.agentId === 'string' &&
    typeof parameters === 'object' &&
    parameters !== null &&
    !Array.isArray(parameters) &&
    typeof principal.id === 'string' &&
    typeof principal.kind === 'string' &&
    Array.isArray(principal.roles) &&
    (action.server === undefined || typeof action.server === 'string') &&
    (action.target === undefined || typeof action.target === 'string')
  )
}
