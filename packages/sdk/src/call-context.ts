import { AsyncLocalStorage } from 'node:async_hooks'
import { agentPrincipal, PRINCIPAL_KINDS, type Principal, type PrincipalKind } from '@kvlar/core'
import type { Environment, GeoLocation } from '@kvlar/gate'
import { LIMITS } from './limits.ts'
import { badContext, isName, readEnvironment } from './read-environment.ts'
import { unknownKey } from './unknown-key.ts'

/** On whose behalf calls are made, and from where: from your authentication, never from the model. */
export interface KvlarContext {
  /** The agent itself, without roles, when absent. */
  readonly principal?: Principal
  readonly agentId?: string
  /** One of this process when absent; none where it is said from where the calls come, and then bounds on sessions refuse. */
  readonly sessionId?: string
  /** Milliseconds since the epoch; without it a rule about the age of a session of yours cannot be evaluated. */
  readonly sessionStartedAtMs?: number
  /** From which address the calls come. */
  readonly ip?: string
  /** From where on earth. */
  readonly geo?: GeoLocation
  /** With which device: a fingerprint, the id of a certificate. */
  readonly device?: string
  /** The three as they were when the session began; they count where nothing is held of the session yet. */
  readonly origin?: Environment
}

/** A context in which nothing is missing but what nobody knows. */
export interface Caller {
  readonly principal: Principal
  readonly agentId: string
  /** Undefined for calls that are in no session. */
  readonly sessionId: string | undefined
  readonly sessionStartedAtMs?: number
  readonly environment: Environment
  readonly origin: Environment
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
  ip: true,
  geo: true,
  device: true,
  origin: true,
}

/** The parts that say who calls, in which session; from where is something that nobody may know. */
const WHO = ['principal', 'agentId', 'sessionId', 'sessionStartedAtMs'] as const

const ORIGIN_KEYS: Readonly<Record<keyof Environment, true>> = { ip: true, geo: true, device: true }

function readContext(context: KvlarContext, own: Caller): Caller {
  if (typeof context !== 'object' || context === null) throw badContext('a context is an object')
  const unknown = unknownKey(context, KEYS)
  if (unknown !== undefined) throw badContext(`\`${unknown}\` is not a part of a context`)
  // INVARIANT: who got lost on the way is not taken for nobody: the program itself may do more than they.
  const lost = WHO.find((key) => key in context && context[key] === undefined)
  if (lost !== undefined) throw badContext(`\`${lost}\` has no value`)
  const { principal, agentId = own.agentId, sessionId, sessionStartedAtMs } = context
  if (!isName(agentId)) throw badContext('`agentId` is not a name')
  if (sessionId !== undefined && !isName(sessionId)) throw badContext('`sessionId` is not a name')
  if (sessionStartedAtMs !== undefined && !Number.isFinite(sessionStartedAtMs))
    throw badContext('`sessionStartedAtMs` is not a time')
  const environment = readEnvironment(context, { ip: 'ip', geo: 'geo', device: 'device' })
  const origin = readOrigin(context.origin)
  const isElsewhere = Object.keys(environment).length + Object.keys(origin).length > 0
  const isOwn = sessionId === undefined && !isElsewhere
  // Nobody but the caller knows when a session of its own began.
  const startedAtMs = isOwn ? own.sessionStartedAtMs : undefined
  const atMs = sessionStartedAtMs ?? startedAtMs
  return Object.freeze({
    principal: principal === undefined ? agentPrincipal(agentId) : readPrincipal(principal),
    agentId,
    // INVARIANT: people in different places never share the session of the process, which would end for all of them.
    sessionId: isOwn ? own.sessionId : sessionId,
    ...(atMs !== undefined && { sessionStartedAtMs: atMs }),
    environment,
    origin,
  })
}

function readOrigin(origin: Environment | undefined): Environment {
  if (origin === undefined) return {}
  if (typeof origin !== 'object' || origin === null) throw badContext('`origin` is not an object')
  const unknown = unknownKey(origin, ORIGIN_KEYS)
  if (unknown !== undefined) throw badContext(`\`origin\` has no \`${unknown}\``)
  return readEnvironment(origin, { ip: 'origin.ip', geo: 'origin.geo', device: 'origin.device' })
}

/** A frozen copy: whoever holds the original changes nothing in calls that wait. */
function readPrincipal({ id, kind, roles }: Principal): Principal {
  if (!isName(id)) throw badContext('`principal.id` is not a name')
  if (!isKind(kind)) throw badContext('`principal.kind` is not one of the kinds of a principal')
  if (!Array.isArray(roles) || roles.length > LIMITS.rolesMax || !roles.every(isName))
    throw badContext('`principal.roles` is not a list of names')
  return Object.freeze({ id, kind, roles: Object.freeze([...roles]) })
}

function isKind(kind: unknown): kind is PrincipalKind {
  return PRINCIPAL_KINDS.some((known) => known === kind)
}
