import type { JsonObject } from './json-value.ts'
import type { Principal } from './principal.ts'

/**
 * The action types of the policy file format. A rule without `action_types` covers the first three only;
 * everything else must be named by a rule to be matched.
 */
export const ACTION_TYPES = [
  'tool_call',
  'resource_read',
  'prompt_get',
  'resource_subscribe',
  'completion',
  'sampling',
  'elicitation',
  'roots_list',
  'unknown_method',
] as const

export type ActionType = (typeof ACTION_TYPES)[number]

/** The action types covered by a rule that names none. */
export const DEFAULT_ACTION_TYPES: readonly ActionType[] = ['tool_call', 'resource_read', 'prompt_get']

/** One thing an agent wants to do, read strictly once; every surface reduces to this before a decision. */
export interface Action {
  readonly type: ActionType
  /** Tool name, resource URI, prompt name or method name, as the table of methods says. */
  readonly resource: string
  /** The arguments that will run. */
  readonly parameters: JsonObject
  readonly agentId: string
  readonly principal: Principal
  /** Configured name of the MCP server, never what the server says of itself. */
  readonly server?: string
  /** What the action is done to, where a rule of the server or the caller maps one. */
  readonly target?: string
}
