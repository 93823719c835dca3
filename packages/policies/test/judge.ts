import {
  agentPrincipal,
  createEngine,
  loadPolicy,
  type Decision,
  type JsonObject,
  type ParsedUrl,
} from '@kvlar/core'

/** Node's own parser, as the proxy and the command line pass it in. */
export function parseUrl(text: string): ParsedUrl | undefined {
  return URL.parse(text) ?? undefined
}

/** A function that decides tool calls under one policy text. */
export function judge(
  text: string,
  file = 'policy.yaml',
): (resource: string, parameters: JsonObject) => Decision {
  const engine = createEngine([loadPolicy({ file, text })], { parseUrl })
  return (resource, parameters) =>
    engine.decide(
      { type: 'tool_call', resource, parameters, agentId: 'test', principal: agentPrincipal('test') },
      { nowMs: 0 },
    )
}
