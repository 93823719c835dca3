import type { Action } from '../../action.ts'

/**
 * The counter of an action within a window: by who calls (kind and id), what (type, server and name) and how long.
 * A JSON array, so that no name can be read as two. Needs and facts carry the same key.
 */
export function rateKey(
  action: Pick<Action, 'type' | 'resource' | 'server' | 'principal'>,
  windowMs: number,
): string {
  const { principal } = action
  return JSON.stringify([
    windowMs,
    principal.kind,
    principal.id,
    action.server ?? null,
    action.type,
    action.resource,
  ])
}
