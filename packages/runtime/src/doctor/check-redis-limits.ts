import { CountersError } from '@kvlar/core'
import { plural } from '@kvlar/core/text'
import type { RedisDurability } from '@kvlar/redis'
import { placeName, type RedisPlace } from '../limits/limits-place.ts'
import { messageOf, type Finding } from './finding.ts'

const RESET = 'kvlar limits reset --all --redis URL'

/** Whether the Redis that counts limits answers and has the store that the record knows, and what it may lose. */
export async function checkRedisLimits(
  about: string,
  place: RedisPlace,
  known: string | undefined,
  nowMs: number,
): Promise<readonly Finding[]> {
  const name = placeName(place)
  try {
    const store = await place.open({ mayMake: false, ...(known !== undefined && { known }) })
    try {
      const windows = plural((await store.list(nowMs)).length, 'window')
      const text = `${windows} counted in ${name}, for every machine that names it`
      return [{ state: 'ok', about, text }, ...whatMayBeLost(about, await store.durability())]
    } finally {
      await store.close()
    }
  } catch (error) {
    if (!(error instanceof CountersError)) throw error
    if (error.code === 'COUNTERS_GONE') return [gone(about, place, known)]
    const { cause } = error
    const why = cause instanceof Error ? ` (${cause.message})` : ''
    const text = `${messageOf(error)}${why}: calls that limits are about are denied`
    return [{ state: 'bad', about, text, fix: 'see that it runs, and who may sign in' }]
  }
}

/** What a crash and a failover may take with them; each lost call can be made once more. */
export function whatMayBeLost(
  about: string,
  { appendonly, appendfsync, replicas }: RedisDurability,
): readonly Finding[] {
  const crash: Finding = !appendonly
    ? {
        state: 'bad',
        about,
        text: 'its Redis has `appendonly no`: a crash loses what was counted since the last snapshot, and as much can be spent once more; without a snapshot it loses everything, and calls are denied',
        fix: 'CONFIG SET appendonly yes',
      }
    : appendfsync === 'always'
      ? { state: 'ok', about, text: 'its Redis has `appendfsync always`: a crash loses nothing' }
      : {
          state: 'warning',
          about,
          text: `its Redis has \`appendfsync ${appendfsync}\`: a crash may lose ${LOST[appendfsync]}, and as much can be spent once more`,
          fix: 'CONFIG SET appendfsync always, or leave that much below each limit',
        }
  const failover: Finding =
    replicas === 0
      ? {
          state: 'ok',
          about,
          text: 'its Redis has no replica: there is no failover, and without it calls are denied',
        }
      : {
          state: 'warning',
          about,
          text: `its Redis has ${plural(replicas, 'replica')}: a failover may lose what none of them had received yet, and as much can be spent once more`,
          fix: 'set `redis.waitReplicas` in programs, or leave that much below each limit',
        }
  return [crash, failover]
}

const LOST = {
  everysec: 'the last second',
  no: 'the last half minute',
  unknown: 'what had not reached the disk, which it does not tell',
} as const

function gone(about: string, place: RedisPlace, known: string | undefined): Finding {
  const name = placeName(place)
  if (known === undefined)
    return { state: 'ok', about, text: `counted in ${name}, where nothing was counted yet` }
  const text = `${name} has lost what the record knows was counted there, or is another one: calls that limits are about are denied`
  return { state: 'bad', about, text, fix: `bring it back, or ${RESET}` }
}
