import { PRINCIPAL_KINDS, type Principal } from '@kvlar/core'
import { nearest } from '@kvlar/core/text'
import type { ApprovalSettings, PageSettings, WebhookSettings } from '../approvals/asking.ts'
import { LIMITS as GATE_LIMITS, type DriftOptions, type ObserveOnly } from '@kvlar/gate'
import { PERMIT_LIFETIME_SECONDS_MAX, type PermitSettings } from '../permits/permit-settings.ts'
import type { RecordSettings } from '../record/record-place.ts'
import type { LimitsSettings } from '../limits/limits-settings.ts'
import type { SessionsSettings } from '../standing/sessions-place.ts'
import type { CallersRedis, RedisSettings } from '../stores/redis-settings.ts'
import type { KvlarSettings } from './kvlar-settings.ts'
import { SettingsError } from './settings-error.ts'

/** Says what a value must be when it is something else; undefined when it is that. */
type Check = (value: unknown, path: string) => string | undefined

/** One check for each key, so that a setting that is added without one does not compile. */
type Checks<T> = { readonly [Key in keyof Required<T>]: Check }

/**
 * Holds settings against what there is: they may come from a program without types, and a setting that is misspelt must
 * not be one that is not set.
 * @throws SettingsError
 */
export function checkSettings(settings: unknown): void {
  demand(mapOf(SETTINGS)(settings, ''), '')
}

const name: Check = (value) =>
  typeof value === 'string' && value.trim() !== '' && !value.includes('\0') ? undefined : 'a name'
const names: Check = (value) =>
  Array.isArray(value) && value.every((item) => name(item, '') === undefined) ? undefined : 'a list of names'
const someNames: Check = (value, path) =>
  Array.isArray(value) && value.length === 0 ? 'a list of at least one name' : names(value, path)
const aFunction: Check = (value) => (typeof value === 'function' ? undefined : 'a function')
const oneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    words.some((word) => word === value) ? undefined : `one of ${words.join(', ')}`
const whole =
  (min: number, max: number): Check =>
  (value) =>
    Number.isInteger(value) && Number(value) >= min && Number(value) <= max
      ? undefined
      : `a whole number from ${min} to ${max}`
const either =
  (shown: string, word: string, check: Check): Check =>
  (value, path) => {
    if (value === word) return undefined
    const must = check(value, path)
    return must && `${shown} or ${must}`
  }
const orFalse =
  (check: Check): Check =>
  (value, path) =>
    value === false ? undefined : check(value, path)

function mapOf<T>(checks: Checks<T>, required: readonly (keyof T & string)[] = []): Check {
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'a map'
    for (const [key, item] of Object.entries(value)) {
      const at = path === '' ? key : `${path}.${key}`
      const check = new Map<string, Check>(Object.entries(checks)).get(key)
      if (check === undefined) throw unknown(at, key, Object.keys(checks))
      // What got lost on the way must not be what was never meant: a policy, a principal, an invariant.
      if (item === undefined) throw valueless(at)
      demand(check(item, at), at)
    }
    const given = new Map<string, unknown>(Object.entries(value))
    const missing = required.find((key) => given.get(key) === undefined)
    if (missing !== undefined) throw absent(path === '' ? missing : `${path}.${missing}`)
    return undefined
  }
}

const DURATION_MS_MAX = 366 * 86_400_000
const REPLICAS_MAX = 16

const RECORD: Checks<RecordSettings> = {
  dir: name,
  durability: oneOf('os', 'disk'),
  signing: oneOf('batched', 'every-entry'),
}

const PAGE: Checks<PageSettings> = { host: name, port: whole(0, 65_535), approvers: name, serve: aFunction }

const WEBHOOK: Checks<WebhookSettings> = { url: name, args: oneOf('none', 'redacted', 'full') }

const APPROVALS: Checks<ApprovalSettings> = {
  queue: name,
  page: mapOf(PAGE, ['host', 'port', 'serve']),
  webhook: mapOf(WEBHOOK, ['url']),
  notify: aFunction,
  timeoutMs: whole(1, DURATION_MS_MAX),
  holdMs: whole(0, DURATION_MS_MAX),
}

const amount: Check = (value) =>
  typeof value === 'number' && value >= 0 && Number.isFinite(value) ? undefined : 'a number from 0 on'
const aList: Check = (value) => (Array.isArray(value) ? undefined : 'a list')
const truth: Check = (value) => (typeof value === 'boolean' ? undefined : 'true or false')

const DRIFT: Checks<DriftOptions> = {
  geo: (value, path) =>
    value === 'strict' ? undefined : orFalse(mapOf({ maxKm: amount }, ['maxKm']))(value, path),
  sessionAge: orFalse(mapOf({ maxMs: amount }, ['maxMs'])),
  device: (value) => (value === false ? undefined : 'false, or absent'),
  rate: orFalse(mapOf({ warnAbove: amount, maxPerMinute: amount }, ['warnAbove', 'maxPerMinute'])),
}

const OBSERVE_ONLY: Checks<ObserveOnly> = { untilMs: amount, liftsInvariants: truth }

const REDIS: Checks<RedisSettings> = {
  url: name,
  client: (value) => (isRedisClient(value) ? undefined : 'a client of ioredis'),
  prefix: name,
  waitReplicas: whole(0, REPLICAS_MAX),
}

const redis: Check = (value, path) => {
  if (typeof value === 'string') return name(value, path)
  const must = mapOf(REDIS)(value, path)
  if (must !== undefined) return `a URL or ${must}`
  const { url, client } = value as RedisSettings
  return (url === undefined) === (client === undefined)
    ? 'a URL, or a map with either `url` or `client`'
    : undefined
}

function isRedisClient(value: unknown): value is CallersRedis {
  return typeof value === 'object' && value !== null && 'status' in value && 'isCluster' in value
}

const PERMITS: Checks<PermitSettings> = {
  audience: name,
  lifetimeSeconds: whole(1, PERMIT_LIFETIME_SECONDS_MAX),
}

const SETTINGS: Checks<KvlarSettings> = {
  policies: someNames,
  watch: truth,
  record: orFalse(mapOf(RECORD)),
  approvals: orFalse(mapOf(APPROVALS)),
  limits: either('`memory`', 'memory', mapOf<LimitsSettings>({ file: name }, ['file'])),
  sessions: either('`memory`', 'memory', mapOf<SessionsSettings>({ file: name }, ['file'])),
  redis,
  permits: mapOf(PERMITS, ['audience']),
  agentId: name,
  principal: mapOf<Principal>({ id: name, kind: oneOf(...PRINCIPAL_KINDS), roles: names }, [
    'id',
    'kind',
    'roles',
  ]),
  protect: names,
  // What stands in the lists is held against what there is by whoever makes steps of it.
  invariants: (value, path) =>
    Array.isArray(value) ? undefined : name(value, path) && 'the name of a file, or a list',
  drift: mapOf(DRIFT),
  evaluators: aList,
  evaluatorTimeoutMs: whole(1, GATE_LIMITS.evaluatorTimeoutMsMax),
  observeOnly: mapOf(OBSERVE_ONLY),
  tell: aFunction,
}

function demand(must: string | undefined, path: string): void {
  if (must === undefined) return
  const what = path === '' ? 'the settings of `openKvlar`' : `setting \`${path}\``
  throw new SettingsError('SETTINGS_BAD_VALUE', `${what} must be ${must}; nothing was opened`)
}

function absent(path: string): SettingsError {
  return new SettingsError('SETTINGS_BAD_VALUE', `setting \`${path}\` is missing; nothing was opened`)
}

function valueless(path: string): SettingsError {
  return new SettingsError(
    'SETTINGS_BAD_VALUE',
    `setting \`${path}\` has no value; nothing was opened`,
    'leave it out, or give it one',
  )
}

function unknown(path: string, key: string, known: readonly string[]): SettingsError {
  const meant = nearest(key, known)
  return new SettingsError(
    'SETTINGS_UNKNOWN_KEY',
    `there is no setting \`${path}\`; nothing was opened`,
    meant === undefined ? `there are ${known.join(', ')}` : `did you mean \`${meant}\`?`,
  )
}
