import { PRINCIPAL_KINDS, type Action, type PrincipalKind } from '@kvlar/core'
import type { Environment, GeoLocation } from '@kvlar/gate'
import { asObject } from '../input/bind-given.ts'
import { frozenJson } from '../input/frozen-json.ts'
import { LIMITS } from '../limits.ts'
import { badContext, readEnvironment, readName, type EnvironmentNames } from '../read-environment.ts'
import { unknownKey } from '../unknown-key.ts'

/** One action to be judged: who, what, with what, from where. All of it comes from your authentication, but `params`. */
export interface ActionInput {
  readonly principalId: string
  /** `agent` when absent. */
  readonly principalKind?: PrincipalKind
  readonly roles?: readonly string[]
  readonly actionName: string
  /** What the action is done to; what rules call the target. */
  readonly resource?: string
  /** Any JSON object; nothing of it is dropped. */
  readonly params?: object
  /** What rules match with `servers`. */
  readonly server?: string
  /** The agent that acts; the principal when absent. */
  readonly agentId?: string
  readonly ip?: string
  readonly currentGeo?: GeoLocation
  readonly device?: string
  /** Kept as it is. Without it the action is in no session: nothing is counted or compared with earlier ones. */
  readonly sessionId?: string
  /** Milliseconds since the epoch. It and the three below count where nothing is held of the session yet. */
  readonly sessionStartedAtMs?: number
  readonly originIp?: string
  readonly originGeo?: GeoLocation
  readonly originDevice?: string
}

/** The same, read and copied: whoever holds the original changes nothing in what waits. */
export interface ReadAction {
  readonly action: Action
  readonly sessionId: string | undefined
  readonly sessionStartedAtMs: number | undefined
  readonly environment: Environment
  readonly origin: Environment
}

const KEYS: Readonly<Record<keyof ActionInput, true>> = {
  principalId: true,
  principalKind: true,
  roles: true,
  actionName: true,
  resource: true,
  params: true,
  server: true,
  agentId: true,
  ip: true,
  currentGeo: true,
  device: true,
  sessionId: true,
  sessionStartedAtMs: true,
  originIp: true,
  originGeo: true,
  originDevice: true,
}

/** What the parts of an environment are called in an action. */
const HERE: EnvironmentNames = { ip: 'ip', geo: 'currentGeo', device: 'device' }
const ORIGIN: EnvironmentNames = { ip: 'originIp', geo: 'originGeo', device: 'originDevice' }

/** @throws KvlarMisuse `KVLAR_BAD_CONTEXT`, InvalidArguments for `params` that are not JSON */
export function readAction(input: ActionInput): ReadAction {
  const unknown = unknownKey(input, KEYS)
  if (unknown !== undefined) throw badContext(`\`${unknown}\` is not a part of an action`)
  const { principalKind = 'agent', roles = [], params = {}, sessionStartedAtMs } = input
  const { ip, currentGeo, device, originIp, originGeo, originDevice } = input
  const principalId = readName(input.principalId, 'principalId')
  if (!PRINCIPAL_KINDS.some((kind) => kind === principalKind))
    throw badContext(`\`principalKind\` is none of ${PRINCIPAL_KINDS.join(', ')}`)
  if (!Array.isArray(roles) || roles.length > LIMITS.rolesMax)
    throw badContext('`roles` is not a list of names')
  if (sessionStartedAtMs !== undefined && !Number.isFinite(sessionStartedAtMs))
    throw badContext('`sessionStartedAtMs` is not a time')
  const [target, server, sessionId] = [
    optional(text, input.resource, 'resource'),
    optional(readName, input.server, 'server'),
    optional(readName, input.sessionId, 'sessionId'),
  ]
  return {
    action: {
      type: 'tool_call',
      resource: text(input.actionName, 'actionName'),
      parameters: asObject(frozenJson(params)),
      agentId: optional(readName, input.agentId, 'agentId') ?? principalId,
      principal: {
        id: principalId,
        kind: principalKind,
        roles: roles.map((role) => readName(role, 'roles')),
      },
      ...(server !== undefined && { server }),
      ...(target !== undefined && { target }),
    },
    sessionId,
    sessionStartedAtMs,
    environment: readEnvironment({ ip, geo: currentGeo, device }, HERE),
    origin: readEnvironment({ ip: originIp, geo: originGeo, device: originDevice }, ORIGIN),
  }
}

function optional<T>(read: (value: string, key: string) => T, value: string | undefined, key: string) {
  return value === undefined ? undefined : read(value, key)
}

/** The policy bounds it. */
function text(value: unknown, key: string): string {
  if (typeof value === 'string' && value !== '') return value
  throw badContext(`\`${key}\` is not a text`)
}
