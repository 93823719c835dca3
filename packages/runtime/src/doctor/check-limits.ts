import { existsSync } from 'node:fs'
import { plural } from '@kvlar/core/text'
import { knownStore } from '../stores/known-store.ts'
import { keptPlace, placeName, type LimitsNamed } from '../limits/limits-place.ts'
import { checkRedisLimits } from './check-redis-limits.ts'
import { messageOf, type Finding } from './finding.ts'

const ABOUT = 'limits'

/** Where limits are counted, and whether the store that the record knows is still there. */
export async function checkLimits(
  auditDir: string,
  nowMs: number,
  named: LimitsNamed,
): Promise<readonly Finding[]> {
  try {
    const place = await keptPlace(named)
    const known = knownStore(auditDir, 'limits').read(placeName(place))
    return place.kind === 'file'
      ? [await checkFile(place.file, known, nowMs)]
      : await checkRedisLimits(ABOUT, place, known, nowMs)
  } catch (error) {
    return [{ state: 'bad', about: ABOUT, text: messageOf(error), fix: 'see who holds or owns the store' }]
  }
}

async function checkFile(file: string, id: string | undefined, nowMs: number): Promise<Finding> {
  if (!existsSync(file)) {
    if (id === undefined)
      return { state: 'ok', about: ABOUT, text: `counted in ${file}, which is made on first use` }
    const text = `\`${file}\`, in which limits were counted, is gone: calls that they are about are denied`
    return { state: 'bad', about: ABOUT, text, fix: 'put it back, or kvlar limits reset --all' }
  }
  const { openSqliteCounters } = await import('@kvlar/gate/sqlite')
  const store = await openSqliteCounters(file, { mayMake: false })
  try {
    if (id !== undefined && id !== store.id) {
      const text = `\`${file}\` is another one than the record knows: calls that limits are about are denied`
      return { state: 'bad', about: ABOUT, text, fix: 'put the old one back, or kvlar limits reset --all' }
    }
    const windows = plural((await store.list(nowMs)).length, 'window')
    return {
      state: 'ok',
      about: ABOUT,
      text: `${windows} counted in ${file}, for every process of this user`,
    }
  } finally {
    await store.close()
  }
}
