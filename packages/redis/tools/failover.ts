/*
 * What a failover loses: `node packages/redis/tools/failover.ts [MS]`. Every store is written by one program, through
 * Sentinel; the replica is behind by so many milliseconds (200 unless told) when the primary dies. Prints of each store how
 * many writes were answered, how many of them the new primary does not have, and how many it has again from the program.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { acts, claim, openAll, spent, turnedAway, WRITES, type All } from '../test/all-stores.ts'
import { startGuarded } from '../test/redis-sentinel.ts'

const STORES = ['limits', 'queue', 'used permits', 'revocations', 'sessions'] as const
const BEFORE_MS = 1000
const EVERY_MS = 5

const behindMs = Number(process.argv[2] ?? 200)

/** Answers by store: names of writes. */
type Answered = readonly Set<string>[]

async function write(all: All, answered: Answered, untilMs: number): Promise<void> {
  for (let n = 0; performance.now() < untilMs; n += 1) {
    const name = `w-${untilMs.toFixed()}-${n}`
    await Promise.all(
      WRITES(all, name).map(async (one, store) => {
        try {
          await one()
          answered[store]?.add(name)
        } catch {
          // What is refused is not lost.
        }
      }),
    )
    await sleep(EVERY_MS)
  }
}

/** Asks until it is answered. */
async function again<T>(ask: () => T | Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask()
    } catch {
      await sleep(50)
    }
  }
}

/** How many of the writes are there, by store. */
async function found(all: All, answered: Answered): Promise<readonly number[]> {
  const [, queue, permits, revocations] = answered.map((names) => [...names])
  const count = async (names: readonly string[] = [], isThere: (name: string) => Promise<boolean>) =>
    (await Promise.all(names.map(async (name) => again(() => isThere(name))))).filter(Boolean).length
  return [
    await again(() => spent(all, 'look')),
    await count(queue, async (name) => (await all.queue.get(name)) !== undefined),
    await count(permits, async (name) => (await all.replay.claim(claim(name))) === 'replayed'),
    await count(
      revocations,
      async (name) => (await all.standing.revocations.find([turnedAway(name).target])) !== undefined,
    ),
    (await again(async () => all.standing.sessions.enter({ ...acts, isCounted: false }))).actions,
  ]
}

function row(store: string, ...cells: readonly string[]): string {
  return `  ${store.padEnd(14)}${cells.map((cell) => cell.padStart(13)).join('')}`
}

async function run(waitReplicas: number): Promise<void> {
  const guarded = await startGuarded()
  // Without a replica nothing is answered any more where each write must be on one: somebody else looks.
  const [all, reader] = [await openAll(guarded, { waitReplicas }), await openAll(guarded)]
  const answered = STORES.map(() => new Set<string>())
  await write(all, answered, performance.now() + BEFORE_MS)
  guarded.cutOff()
  await write(all, answered, performance.now() + behindMs)
  const diedMs = performance.now()
  const isOver = guarded.failOver()
  await again(() => spent(reader, 'look'))
  const awayMs = performance.now() - diedMs
  await isOver
  // A session is known again with its next action, the rest as soon as Redis answers.
  if (waitReplicas === 0) await again(async () => all.standing.sessions.enter({ ...acts, isCounted: false }))
  await sleep(2000)
  const there = await found(reader, answered)
  const losses = [...all.losses, ...reader.losses]
  const back = {
    revocations: losses.reduce((sum, { revocations }) => sum + revocations, 0),
    sessions: losses.reduce((sum, { actions }) => sum + actions, 0),
  }
  const lines = STORES.map((store, at) => {
    const known = store === 'revocations' || store === 'sessions' ? back[store] : 0
    const count = answered[at]?.size ?? 0
    const lost = Math.max(0, count - (there[at] ?? 0)) + known
    return row(store, String(count), String(lost), String(known))
  })
  const away = `away for ${(awayMs / 1000).toFixed(1)} s`
  const head = `waitReplicas ${waitReplicas}: ${behindMs} ms behind, ${away}`
  process.stdout.write(['', head, row('', 'answered', 'lost', 'known again'), ...lines, ''].join('\n'))
  await all.close()
  await reader.close()
  await guarded.remove()
}

await run(0)
await run(1)
