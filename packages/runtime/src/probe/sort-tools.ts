import { createEngine, type EffectType, type Policy, type Principal } from '@kvlar/core'
import { parseUrl } from '@kvlar/core/node'

/** A tool, and every outcome that calls of it can have. */
export interface SortedTool {
  readonly name: string
  readonly outcomes: readonly EffectType[]
}

/** On whose behalf the calls will be made, and of which server. */
export interface Caller {
  readonly server: string
  readonly agentId: string
  readonly principal: Principal
}

const ORDER: readonly EffectType[] = ['allow', 'require_approval', 'deny']

/** What policies make of the tools of a server, before any is called. */
export function sortTools(
  names: readonly string[],
  policies: readonly Policy[],
  caller: Caller,
): readonly SortedTool[] {
  const engine = createEngine(policies, { parseUrl })
  return names.map((name) => {
    const possible = new Set(engine.outlook({ type: 'tool_call', resource: name, ...caller }))
    return { name, outcomes: ORDER.filter((outcome) => possible.has(outcome)) }
  })
}
