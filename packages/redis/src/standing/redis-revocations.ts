import type { Revocation, Revocations } from '@kvlar/gate'
import { REDIS_LIMITS } from '../limits.ts'
import { STANDING } from '../store-words.ts'
import type { Asks } from './ask-together.ts'
import type { KnownRevocations } from './known-revocations.ts'
import {
  decodeRevocation,
  encodeRevocation,
  KILL_SWITCH,
  targetName,
  type RevocationRecord,
} from './revocation-record.ts'
import { RESTORE, REVOKE } from './scripts.ts'
import { standingChannel, type StandingStore } from './standing-keys.ts'
import type { ReadStandingOptions } from './standing-options.ts'

/** Revocations on Redis; every operation is asynchronous. */
export interface RedisRevocations extends Revocations {
  find(...of: Parameters<Revocations['find']>): Promise<Revocation | undefined>
  revoke(...of: Parameters<Revocations['revoke']>): Promise<boolean>
  restore(...of: Parameters<Revocations['restore']>): Promise<Revocation | undefined>
  list(): Promise<readonly Revocation[]>
}

/**
 * Who is turned away, on Redis. It is asked before each call, so that a revocation holds on every machine from the moment
 * in which Redis has it. One that Redis did not take, or did not answer, holds in this process, which writes it as soon
 * as Redis answers again.
 */
export function redisRevocations(
  store: StandingStore,
  asks: Asks,
  known: KnownRevocations,
  { prefix, revocationsMax }: Pick<ReadStandingOptions, 'prefix' | 'revocationsMax'>,
): RedisRevocations {
  const channel = standingChannel(prefix)
  const write = async ({ target, text }: RevocationRecord): Promise<unknown> => {
    const [answer] = await store.run(REVOKE, ({ head }) => ({
      keys: head,
      args: [channel, target, text, KILL_SWITCH, revocationsMax],
    }))
    return answer
  }
  return {
    find: async (targets) => {
      const names = targets.map(targetName)
      if (names.length > REDIS_LIMITS.targetsMax)
        throw STANDING.unavailable(`a call has over ${REDIS_LIMITS.targetsMax} roles; refusing it`)
      const mine = known.unwritten(names)
      if (mine !== undefined) return mine
      const text = await asks.find(names)
      return text === '' ? undefined : decodeRevocation(text)
    },
    revoke: async (revocation) => {
      // INVARIANT: what was heard from the store is never written as if it were new: somebody may have been let in since.
      if (known.isKnown(targetName(revocation.target), revocation)) return false
      const record = encodeRevocation(revocation)
      try {
        const answer = await write(record)
        if (answer === 'revoked') known.learn(record)
        if (answer !== 'full') return answer === 'revoked'
      } catch (error) {
        known.owe(record)
        throw error
      }
      throw STANDING.unavailable(`over ${revocationsMax} revocations stand already; refusing another one`)
    },
    restore: async (target) => {
      const name = targetName(target)
      const [answer, text] = await store.run(RESTORE, ({ head }) => ({ keys: head, args: [channel, name] }))
      const mine = known.forget(name)
      return answer === 'restored' ? decodeRevocation(String(text)) : mine
    },
    list: async () => {
      const stand = new Map<string, Revocation>()
      for (const one of known.allUnwritten) stand.set(targetName(one.target), one)
      for (const { target, text } of await known.readAll()) stand.set(target, decodeRevocation(text))
      return [...stand.values()].toSorted((one, other) => one.atMs - other.atMs)
    },
  }
}
