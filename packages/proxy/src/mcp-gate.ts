import type { Counters, Engine } from '@kvlar/core'
import { createGate, type Floor, type Gate, type GateOptions, type SignPermit } from '@kvlar/gate'
import type { Ask, Mcp, Recorder } from './ports.ts'

export interface McpGateOptions extends McpSteps {
  /** The one in force now. */
  readonly engine: () => Engine
  readonly counters: Counters
  readonly floor?: Floor
  readonly record: Recorder
  /** Absent: a call that needs approval is answered at once, and has not run. */
  readonly ask?: Ask
  /** Signs what may be forwarded. Absent: no call carries a permit. */
  readonly sign?: SignPermit<Mcp>
  /** Milliseconds since the epoch. */
  readonly now?: () => number
}

/** Beside policy and floor, all that can stop a call. */
type McpSteps = Pick<
  GateOptions<Mcp>,
  | 'standing'
  | 'sessions'
  | 'drift'
  | 'invariants'
  | 'evaluators'
  | 'evaluatorTimeoutMs'
  | 'observeOnly'
  | 'publish'
  | 'onJudged'
>

/** The road of every call, as messages of MCP go on it; one gate serves any number of sessions. */
export function createMcpGate(options: McpGateOptions): Gate<Mcp> {
  const { sign } = options
  return createGate<Mcp>({
    ...options,
    ...(sign !== undefined && { sign: forTools(sign) }),
    whenUnasked: 'policy_answer',
    // The client makes the call again: that is what it knows how to do with an answer that says so.
    whenSuperseded: 'call_again',
  })
}

/** A permit is for the call of a tool: whatever else is judged has nobody who asks for one. */
function forTools(sign: SignPermit<Mcp>): SignPermit<Mcp> {
  return (grounds) =>
    grounds.action.type === 'tool_call' ? sign(grounds) : Promise.resolve<undefined>(undefined)
}
