import { ACTION_TYPES, type Action } from '../action.ts'
import { dropUndefined } from '../document/drop-undefined.ts'
import type { MapReader } from '../document/map-reader.ts'
import { readPrincipal } from '../document/read-principal.ts'
import { readOneOf, readText } from '../document/read-scalar.ts'
import { readJsonObject } from '../document/to-json.ts'
import type { JsonObject } from '../json-value.ts'
import { agentPrincipal } from '../principal.ts'

/** The agent of an action that names none. */
const TEST_AGENT = 'test-agent'

/** With a null prototype, as whatever the strict reader returns. */
const NO_PARAMETERS: JsonObject = Object.freeze(Object.create(null))

/** The action that some keys of a map describe. */
export function actionOf(map: MapReader): Action | undefined {
  const resource = map.required('resource', readText)
  const agentId = map.optional('agent_id', readText) ?? TEST_AGENT
  const rest = {
    type: map.optional('action_type', readOneOf(ACTION_TYPES)) ?? 'tool_call',
    parameters: map.optional('parameters', readJsonObject) ?? NO_PARAMETERS,
    principal: map.optional('principal', readPrincipal) ?? agentPrincipal(agentId),
    server: map.optional('server', readText),
    target: map.optional('target', readText),
  } as const
  return resource === undefined ? undefined : dropUndefined({ resource, agentId, ...rest })
}
