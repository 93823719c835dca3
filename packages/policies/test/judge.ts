import {
  agentPrincipal,
  createEngine,
  loadPolicy,
  type ActionType,
  type Decision,
  type ParsedUrl,
} from '@kvlar/core'
import type { JsonObject } from '@kvlar/core/json'

/** Node's own parser, as the proxy and the command line pass it in. */
export function parseUrl(text: string): ParsedUrl | undefined {
  return URL.parse(text) ?? undefined
}

/** A function that decides calls under one policy text; tool calls, unless another type is named. */
export function judge(
  text: string,
  file = 'policy.yaml',
): (resource: string, parameters: JsonObject, type?: ActionType) => Decision {
  const engine = createEngine([loadPolicy({ file, text })], { parseUrl })
  return (resource, parameters, type = 'tool_call') =>
    engine.decide(
      { type, resource, parameters, agentId: 'test', principal: agentPrincipal('test') },
      { nowMs: 0 },
    )
}
