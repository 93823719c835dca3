import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { isJsonObject, readJson } from '@kvlar/core/json'
import { LIMITS } from '../limits.ts'
import type { ElicitQuestion } from '../ports.ts'

/** What Kvlar has to know again when a client repeats a call with what its user said. */
export interface RetryState {
  readonly approvalId: string
  readonly mode: ElicitQuestion['mode']
  /** Of the call that was asked about, and of who made it. */
  readonly digest: string
  /** Milliseconds since the epoch. */
  readonly expiresAtMs: number
}

/** What every `requestState` of ours begins with. */
const PREFIX = 'kvlar.'

const VERSION = 1

/** Of this process: what another one has given is not known here. */
const KEY = randomBytes(32)

/** Whether a `requestState` claims to be ours. */
export function isRetryState(text: unknown): text is string {
  return typeof text === 'string' && text.startsWith(PREFIX)
}

/** The state as text that its holder cannot change. */
export function sealRetryState(state: RetryState): string {
  const payload = `${PREFIX}${Buffer.from(JSON.stringify({ version: VERSION, ...state })).toString('base64url')}`
  return `${payload}.${tagOf(payload)}`
}

/** The state from its text; undefined when it was not written by this process. */
export function openRetryState(text: string): RetryState | undefined {
  if (text.length > LIMITS.retryStateCharsMax) return undefined
  const end = text.lastIndexOf('.')
  const payload = text.slice(0, end)
  if (!isEqual(text.slice(end + 1), tagOf(payload))) return undefined
  const reading = readJson(Buffer.from(payload.slice(PREFIX.length), 'base64url').toString())
  if (!reading.ok || !isJsonObject(reading.value)) return undefined
  const { version, approvalId, mode, digest, expiresAtMs } = reading.value
  if (version !== VERSION || typeof approvalId !== 'string' || typeof digest !== 'string') return undefined
  if ((mode !== 'form' && mode !== 'url') || typeof expiresAtMs !== 'number') return undefined
  return { approvalId, mode, digest, expiresAtMs }
}

function tagOf(payload: string): string {
  return createHmac('sha256', KEY).update(payload).digest('base64url')
}

function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
