import { PRINCIPAL_KINDS, type Action, type PrincipalKind } from '@kvlar/core'
import type { Environment, GeoLocation } from '@kvlar/gate'
import { KvlarMisuse } from '../errors/kvlar-misuse.ts'
import { asObject } from '../input/bind-given.ts'
import { frozenJson } from '../input/frozen-json.ts'
import { LIMITS } from '../limits.ts'
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

/** @throws KvlarMisuse `KVLAR_BAD_CONTEXT`, InvalidArguments for `params` that are not JSON */
export function readAction(input: ActionInput): ReadAction {
  const unknown = unknownKey(input, KEYS)
  if (unknown !== undefined) throw bad(`\`${unknown}\` is not a part of an action`)
  const { principalKind = 'agent', roles = [], params = {}, sessionStartedAtMs } = input
  const principalId = name(input.principalId, 'principalId')
  if (!PRINCIPAL_KINDS.some((kind) => kind === principalKind))
    throw bad(`\`principalKind\` is none of ${PRINCIPAL_KINDS.join(', ')}`)
  if (!Array.isArray(roles) || roles.length > LIMITS.rolesMax) throw bad('`roles` is not a list of names')
  if (sessionStartedAtMs !== undefined && !Number.isFinite(sessionStartedAtMs))
    throw bad('`sessionStartedAtMs` is not a time')
  const [target, server, sessionId] = [
    optional(text, input.resource, 'resource'),
    optional(name, input.server, 'server'),
    optional(name, input.sessionId, 'sessionId'),
  ]
  return {
    action: {
      type: 'tool_call',
      resource: text(input.actionName, 'actionName'),
      parameters: asObject(frozenJson(params)),
      agentId: optional(name, input.agentId, 'agentId') ?? principalId,
      principal: {
        id: principalId,
        kind: principalKind,
        roles: roles.map((role) => name(role, 'roles')),
      },
      ...(server !== undefined && { server }),
      ...(target !== undefined && { target }),
    },
    sessionId,
    sessionStartedAtMs,
    environment: environment(input.ip, input.currentGeo, input.device, ['ip', 'currentGeo', 'device']),
    origin: environment(input.originIp, input.originGeo, input.originDevice, [
      'originIp',
      'originGeo',
      'originDevice',
    ]),
  }
}

function environment(
  ip: string | undefined,
  geo: GeoLocation | undefined,
  device: string | undefined,
  [ipKey, geoKey, deviceKey]: readonly [string, string, string],
): Environment {
  return {
    ...(ip !== undefined && { ip: name(ip, ipKey) }),
    ...(geo !== undefined && { geo: place(geo, geoKey) }),
    ...(device !== undefined && { device: name(device, deviceKey) }),
  }
}

const PLACE_KEYS: Readonly<Record<keyof GeoLocation, true>> = {
  countryCode: true,
  region: true,
  city: true,
  latitude: true,
  longitude: true,
}

function place(geo: GeoLocation, key: string): GeoLocation {
  const unknown = unknownKey(Object(geo) as object, PLACE_KEYS)
  if (unknown !== undefined) throw bad(`\`${key}.${unknown}\` is not a part of a place`)
  const { countryCode, latitude, longitude } = geo
  if (typeof countryCode !== 'string' || !/^[A-Za-z]{2}$/.test(countryCode))
    throw bad(`\`${key}.countryCode\` is not the two letters of a country`)
  for (const degrees of [latitude, longitude])
    if (degrees !== undefined && !Number.isFinite(degrees))
      throw bad(`\`${key}\` has a coordinate that is none`)
  return Object.freeze({ ...geo })
}

function optional<T>(read: (value: string, key: string) => T, value: string | undefined, key: string) {
  return value === undefined ? undefined : read(value, key)
}

function name(value: unknown, key: string): string {
  if (typeof value === 'string' && value !== '' && value.length <= LIMITS.nameCharsMax) return value
  throw bad(`\`${key}\` is not a name`)
}

/** The policy bounds it. */
function text(value: unknown, key: string): string {
  if (typeof value === 'string' && value !== '') return value
  throw bad(`\`${key}\` is not a text`)
}

function bad(what: string): KvlarMisuse {
  return new KvlarMisuse('KVLAR_BAD_CONTEXT', `${what}; refusing to judge`)
}
