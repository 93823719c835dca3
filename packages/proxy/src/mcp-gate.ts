import type { Counters, Engine } from '@kvlar/core'
import { createGate, type Floor, type Gate, type GateOptions } from '@kvlar/gate'
import type { Ask, Mcp, Recorder } from './ports.ts'

export interface McpGateOptions extends McpSteps {
  readonly engine: Engine
  readonly counters: Counters
  readonly floor?: Floor
  readonly record: Recorder
  /** Absent: a call that needs approval is answered at once, and has not run. */
  readonly ask?: Ask
  /** Milliseconds since the epoch. */
  readonly now?: () => number
}

/** Beside policy and floor, all that can stop a call. */
type McpSteps = Pick<
  GateOptions<Mcp>,
  'standing' | 'sessions' | 'drift' | 'invariants' | 'evaluators' | 'observeOnly' | 'publish'
>

/** The road of every call, as messages of MCP go on it; one gate serves any number of sessions. */
export function createMcpGate(options: McpGateOptions): Gate<Mcp> {
  const { engine } = options
  return createGate<Mcp>({
    ...options,
    engine: () => engine,
    whenUnasked: 'policy_answer',
    // The client makes the call again: that is what it knows how to do with an answer that says so.
    whenSuperseded: 'call_again',
  })
}
