import {
  agentPrincipal,
  createEngine,
  createMemoryCounters,
  loadPolicy,
  type Engine,
} from '../../packages/core/src/index.ts'
import type { JsonObject } from '../../packages/core/src/json/index.ts'
import { createMemoryRecord } from '../../packages/gate/src/index.ts'
import {
  createMcpGate,
  Session,
  type McpGateOptions,
  type ProxyEvent,
  type SessionOptions,
  type Step,
} from '../../packages/proxy/src/index.ts'

/** An engine over policies written as objects. */
export function engineOf(...rules: readonly object[]): Engine {
  const policy = loadPolicy({ name: 'invariants', version: '1', rules })
  return createEngine([policy], { parseUrl: (text) => URL.parse(text) ?? undefined })
}

/** A session without sockets, and everything that it recorded. */
export function sessionOf(
  engine: Engine,
  options: Partial<Omit<SessionOptions, 'gate'> & McpGateOptions> = {},
) {
  const { record, events } = createMemoryRecord<ProxyEvent>()
  const parts = {
    engine: () => engine,
    identity: { agentId: 'agent', principal: agentPrincipal('agent'), server: 'server' },
    sessionId: 'session',
    record,
    counters: createMemoryCounters(),
    ...options,
  }
  const session = new Session({ ...parts, gate: createMcpGate(parts) })
  return { session, events }
}

export function callOf(id: number, name: string, args: JsonObject = {}): Uint8Array {
  return Buffer.from(
    JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } }),
  )
}

export const ALLOW_ALL = { id: 'all', effect: { type: 'allow' } }

/** What became of a message that nobody holds. */
export async function settled(step: Step | Promise<Step>): Promise<Exclude<Step, { kind: 'hold' }>> {
  const known = await step
  return known.kind === 'hold' ? settled(known.later) : known
}
