import { agentPrincipal, createEngine, createMemoryCounters, loadPolicy, type Engine } from '@kvlar/core'
import type { JsonValue } from '@kvlar/core/json'
import { createMemoryRecord } from '@kvlar/gate'
import {
  createMcpGate,
  Session,
  type McpGateOptions,
  type ProxyEvent,
  type SessionOptions,
  type Step,
} from '@kvlar/proxy'
import type { Received } from './proxied.ts'

/** An engine over the text of one policy. */
export function engineOf(text: string): Engine {
  return createEngine([loadPolicy({ file: 'policy.yaml', text })], { parseUrl: () => undefined })
}

/** What a session and its gate are made of. */
export type SessionParts = Omit<SessionOptions, 'gate'> & McpGateOptions

/** A session in memory, and what it has recorded. */
export function sessionOf(text: string, options: Partial<SessionParts> = {}) {
  const { record, events } = createMemoryRecord<ProxyEvent>()
  const engine = engineOf(text)
  const parts = {
    engine: () => engine,
    identity: { agentId: 'a', principal: agentPrincipal('a'), server: 's' },
    sessionId: 'one',
    record,
    counters: createMemoryCounters(),
    ...options,
  }
  const session = new Session({ ...parts, gate: createMcpGate(parts) })
  return { session, events }
}

export function line(message: JsonValue): Uint8Array {
  return Buffer.from(JSON.stringify(message))
}

export function call(id: number, name: string, args: { [key: string]: JsonValue } = {}): Uint8Array {
  return line({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } })
}

/** The message of a step, once nobody has to be waited for. */
export async function outcome(step: Step | Promise<Step>): Promise<{ kind: string; message: Received }> {
  const [only = { kind: 'drop', message: {} }, ...others] = await outcomes(step)
  if (others.length > 0) throw new Error('the line has more than one outcome')
  return only
}

/** The messages of a step, where a line concerns several. */
export async function outcomes(step: Step | Promise<Step>): Promise<{ kind: string; message: Received }[]> {
  const known = await step
  if (known.kind === 'hold') return outcomes(known.later)
  if (known.kind === 'several') return (await Promise.all(known.steps.map(outcomes))).flat()
  const message = known.kind === 'drop' ? {} : (JSON.parse(Buffer.from(known.bytes).toString()) as Received)
  return [{ kind: known.kind, message }]
}
