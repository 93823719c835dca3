import { AsyncLocalStorage } from 'node:async_hooks'
import { agentPrincipal, PRINCIPAL_KINDS, type Principal, type PrincipalKind } from '@kvlar/core'
import { KvlarMisuse } from './errors/kvlar-misuse.ts'
import { LIMITS } from './limits.ts'
import { unknownKey } from './unknown-key.ts'

/** On whose behalf calls are made: from your authentication, never from the model. */
export interface KvlarContext {
  /** The agent itself, without roles, when absent. */
  readonly principal?: Principal
  readonly agentId?: string
  /** One of this process when absent. */
  readonly sessionId?: string
  /** Milliseconds since the epoch; without it a rule about the age of a session of yours cannot be evaluated. */
  readonly sessionStartedAtMs?: number
}

/** A context in which nothing is missing but what nobody knows. */
export interface Caller {
  readonly principal: Principal
  readonly agentId: string
  readonly sessionId: string
  readonly sessionStartedAtMs?: number
}

/** Who calls, carried along asynchronous work. */
export interface CallContexts {
  current(): Caller
  /**
   * Who calls by a context that was passed instead.
   * @throws KvlarMisuse `KVLAR_BAD_CONTEXT`
   */
  passed(context: KvlarContext): Caller
  /** @throws KvlarMisuse `KVLAR_BAD_CONTEXT` */
  run<T>(context: KvlarContext, fn: () => T): T
}

/** @param own the caller where no context is set: the agent in a session that begins now */
export function createCallContexts(own: Caller): CallContexts {
  const storage = new AsyncLocalStorage<Caller>()
  return {
    current: () => storage.getStore() ?? own,
    passed: (context) => readContext(context, own),
    // A context takes the place of the one around it, so that no role is inherited unseen.
    run: (context, fn) => storage.run(readContext(context, own), fn),
  }
}

const KEYS: Readonly<Record<keyof KvlarContext, true>> = {
  principal: true,
  agentId: true,
  sessionId: true,
  sessionStartedAtMs: true,
}

function readContext(context: KvlarContext, own: Caller): Caller {
  if (typeof context !== 'object' || context === null) throw bad('a context is an object')
  const unknown = unknownKey(context, KEYS)
  if (unknown !== undefined) throw bad(`\`${unknown}\` is not a part of a context`)
  const { principal, agentId = own.agentId, sessionId, sessionStartedAtMs } = context
  if (!isName(agentId)) throw bad('`agentId` is not a name')
  if (sessionId !== undefined && !isName(sessionId)) throw bad('`sessionId` is not a name')
  if (sessionStartedAtMs !== undefined && !Number.isFinite(sessionStartedAtMs))
    throw bad('`sessionStartedAtMs` is not a time')
  // Nobody but the caller knows when a session of its own began.
  const startedAtMs = sessionId === undefined ? own.sessionStartedAtMs : undefined
  const atMs = sessionStartedAtMs ?? startedAtMs
  return Object.freeze({
    principal: principal === undefined ? agentPrincipal(agentId) : readPrincipal(principal),
    agentId,
    sessionId: sessionId ?? own.sessionId,
    ...(atMs !== undefined && { sessionStartedAtMs: atMs }),
  })
}

/** A frozen copy: whoever holds the original changes nothing in calls that wait. */
function readPrincipal({ id, kind, roles }: Principal): Principal {
  if (!isName(id)) throw bad('`principal.id` is not a name')
  if (!isKind(kind)) throw bad('`principal.kind` is not one of the kinds of a principal')
  if (!Array.isArray(roles) || roles.length > LIMITS.rolesMax || !roles.every(isName))
    throw bad('`principal.roles` is not a list of names')
  return Object.freeze({ id, kind, roles: Object.freeze([...roles]) })
}

function isKind(kind: unknown): kind is PrincipalKind {
  return PRINCIPAL_KINDS.some((known) => known === kind)
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= LIMITS.nameCharsMax
}

function bad(what: string): KvlarMisuse {
  return new KvlarMisuse('KVLAR_BAD_CONTEXT', `${what}; refusing to run`)
}
