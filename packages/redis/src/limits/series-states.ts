import type { SeriesState } from '@kvlar/core'
import type { Connection } from '../connection.ts'
import { REDIS_LIMITS } from '../limits.ts'
import { seriesOf } from './counter-keys.ts'
import type { CountsStore } from './counter-keys.ts'
import { FORGET, LIST } from './scripts.ts'

/** What a script tells of each series. */
const TOLD = 5

/** What stands in each series, the fullest first. Looked at a part at a time: calls are counted meanwhile. */
export async function listSeries(
  connection: Connection,
  store: CountsStore,
  nowMs: number | '',
): Promise<readonly SeriesState[]> {
  let found: SeriesState[] = []
  for await (const members of pagesOf(connection, store)) {
    const page = members.map(seriesOf)
    const [, ...told] = await store.run(LIST, (keys) => ({
      keys: [...keys.head, ...page.flatMap((series) => keys.of(series))],
      args: [nowMs, ...page.map((series) => (series.kind === 'rate' ? series.windowMs : ''))],
    }))
    for (const [index, { name }] of page.entries()) {
      const [calls = 0, total = 0, open = 0, firstMs = 0, lastMs = 0] = told
        .slice(index * TOLD, (index + 1) * TOLD)
        .map(Number)
      if (calls > 0) found.push({ series: name, calls, total, open, firstMs, lastMs })
    }
    found = found.toSorted(fullestFirst).slice(0, REDIS_LIMITS.listedMax)
  }
  return found
}

/** Forgets one series; how many calls that were. */
export async function forgetSeries(
  connection: Connection,
  store: CountsStore,
  name: string,
): Promise<number> {
  let calls = 0
  for await (const members of pagesOf(connection, store))
    for (const member of members.filter((one) => seriesOf(one).name === name)) {
      const [, count] = await store.run(FORGET, (keys) => ({
        keys: [...keys.head, ...keys.of(seriesOf(member))],
        args: [member],
      }))
      calls += Number(count)
    }
  return calls
}

/** How the series that are in use are listed, each once, by pages. */
async function* pagesOf(
  connection: Connection,
  store: CountsStore,
): AsyncGenerator<readonly string[], void, undefined> {
  const [, index] = store.keys.head
  const seen = new Set<string>()
  let cursor = '0'
  do {
    const at = cursor
    const [next, found] = await connection.run(async (client) => client.zscan(index, at))
    // With each member comes its score.
    const members = found.filter((_, place) => place % 2 === 0).filter((member) => !seen.has(member))
    for (const member of members) seen.add(member)
    for (let from = 0; from < members.length; from += REDIS_LIMITS.listedPerScriptMax)
      yield members.slice(from, from + REDIS_LIMITS.listedPerScriptMax)
    cursor = next
  } while (cursor !== '0')
}

function fullestFirst(left: SeriesState, right: SeriesState): number {
  return right.total - left.total || (left.series < right.series ? -1 : 1)
}
