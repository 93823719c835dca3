import type { Environment, GeoLocation, HeldSession, SessionEntry, Sessions } from '@kvlar/gate'
import { REDIS_LIMITS } from '../limits.ts'
import type { Asks, Entered } from '../standing/ask-together.ts'
import type { StandingStore } from '../standing/standing-keys.ts'
import type { ReadStandingOptions } from '../standing/standing-options.ts'
import { STANDING } from '../store-words.ts'
import { rememberSessions, type RememberedSessions } from './remembered.ts'

/**
 * What is held of sessions, on Redis.
 *
 * How old a session is goes by one clock, that of Redis, on whatever machine it acts: callers are answered in their own
 * time. What a process has seen of a session it says with each action, so that the session grows no younger where Redis
 * lost a part of it.
 */
export function redisSessions(
  store: Pick<StandingStore, 'id'>,
  asks: Asks,
  { idleMs, time, sessionsMax, onLoss }: ReadStandingOptions,
): Sessions {
  let of = store.id
  let remembered = rememberSessions(idleMs)
  /** When a person has sessions begin anew, nothing is remembered of those before. */
  const memory = (): RememberedSessions => {
    if (of !== store.id) remembered = rememberSessions(idleMs)
    of = store.id
    return remembered
  }
  const enter = async (entry: SessionEntry): Promise<HeldSession> => {
    const { sessionId, nowMs, startedAtMs = nowMs, origin, isCounted } = entry
    if (!Number.isFinite(nowMs) || !Number.isFinite(startedAtMs)) throw new TypeError('the time is none')
    const clockMs = time === 'calls' ? nowMs : performance.now()
    const { actions: heldActions, ageMs: heldAgeMs } = memory().find(sessionId, clockMs) ?? NOTHING
    const entered = await asks.enter({
      sessionId,
      args: [
        time === 'calls' ? Math.floor(nowMs) : '',
        isCounted ? 1 : 0,
        Math.max(0, Math.floor(nowMs - startedAtMs)),
        heldActions,
        heldAgeMs,
        ...ORIGIN.map((name) => textOf(origin[name])),
      ],
    })
    if (entered[0] === 'full')
      throw STANDING.unavailable(`over ${sessionsMax} sessions are under way; refusing another one`)
    const [, ageMs, actions, lost] = entered.map(Number)
    const seen = { ageMs: ageMs ?? Number.NaN, actions: actions ?? Number.NaN }
    memory().remember(sessionId, seen, clockMs)
    if (lost !== undefined && lost > 0) onLoss({ revocations: 0, actions: lost })
    return { startedAtMs: nowMs - seen.ageMs, actions: seen.actions, origin: originOf(entered) }
  }
  return { enter }
}

const NOTHING = { actions: 0, ageMs: 0 }
const ORIGIN = ['ip', 'geo', 'device'] as const

function textOf(value: string | GeoLocation | undefined): string {
  const text = value === undefined ? '' : JSON.stringify(value)
  if (Buffer.byteLength(text) > REDIS_LIMITS.originBytesMax)
    throw STANDING.badOption(
      `what is said of where a session began is longer than ${REDIS_LIMITS.originBytesMax} bytes; refusing it`,
    )
  return text
}

/** What `textOf` made of it, whoever wrote it. */
function originOf([, , , , ip, geo, device]: Entered): Environment {
  return { ...read('ip', ip), ...read('geo', geo), ...read('device', device) }
}

function read(name: keyof Environment, text: string | number | undefined): Environment {
  if (text === undefined || text === '') return {}
  try {
    // Drift takes what cannot be meant for a place that is none.
    return { [name]: JSON.parse(String(text)) as unknown }
  } catch {
    throw STANDING.unavailable(`\`${name}\` of a session on Redis cannot be read; refusing`)
  }
}
