import type { Ask, AskRequest, Answer, Side } from '@kvlar/proxy'
import type { JsonValue } from '@kvlar/core/json'
import { setImmediate } from 'node:timers/promises'
import { line, outcome, sessionOf, type SessionParts } from './in-memory.ts'
import type { Received } from './proxied.ts'

/** What Kvlar said of its own accord. */
export interface Told extends Received {
  readonly to: Side
}

interface Timer {
  readonly callback: () => void
  readonly atMs: number
}

/** A session in memory that may speak of its own accord, its clock in the hands of the test. */
export function talkingSession(policy: string, options: Partial<SessionParts> = {}) {
  const told: Told[] = []
  const timers = new Set<Timer>()
  let clock = 1_800_000_000_000
  const { session, events } = sessionOf(policy, {
    now: () => clock,
    emit(to, bytes) {
      told.push({ to, ...(JSON.parse(Buffer.from(bytes).toString()) as Received) })
      return true
    },
    schedule(callback, ms) {
      const timer = { callback, atMs: clock + ms }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    ...options,
  })

  /** Lets time pass, and everything happen that was due. */
  const elapse = async (ms: number): Promise<void> => {
    await setImmediate()
    const until = clock + ms
    for (;;) {
      const [due] = [...timers].toSorted((a, b) => a.atMs - b.atMs)
      if (due === undefined || due.atMs > until) break
      clock = due.atMs
      timers.delete(due)
      due.callback()
      await setImmediate()
    }
    clock = until
    await setImmediate()
  }

  const send = (from: Side, message: JsonValue) => outcome(session.receive(from, line(message)))

  /** The last thing that a side was told of this method. */
  const last = (method: string): Told => {
    const found = told.findLast((one) => one.method === method)
    if (found === undefined) throw new Error(`nobody was told \`${method}\``)
    return found
  }

  /** Answers the last request of Kvlar's own of this method. */
  const answer = async (method: string, result: JsonValue) => {
    const { to, id = null } = last(method)
    const step = await send(to, { jsonrpc: '2.0', id, result })
    await setImmediate()
    return step
  }

  return { session, events, told, timers, elapse, send, last, answer }
}

/** A human whose answer the test gives when it likes, and everything that was asked. */
export function patientHuman() {
  const asked: AskRequest[] = []
  const answers: ((answer: Answer) => void)[] = []
  const ask: Ask = (request) => {
    asked.push(request)
    return new Promise((resolve) => answers.push(resolve))
  }
  return {
    ask,
    asked,
    /** Answers the oldest open question. */
    say(answer: Answer): void {
      const resolve = answers.shift()
      if (resolve === undefined) throw new Error('nobody has asked')
      resolve(answer)
    },
  }
}
