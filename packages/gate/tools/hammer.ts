/*
 * Has many processes spend from one limit and one budget at the same time, on SQLite and on Redis, while some of them are
 * killed and the store is taken away and given back: `npm run hammer`, or `npm run hammer -- redis 20`.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { BUDGET, LIMIT } from './hammering/caps.ts'
import { startSpender, type SpenderProcess } from './hammering/spender-process.ts'
import { worstWindow, type Spent } from './hammering/spent.ts'
import { makeStore, type Fault, type StoreKind } from './hammering/store-under-hammer.ts'

export interface Hammering {
  readonly store: StoreKind
  readonly processes: number
  /** How many processes are killed (`SIGKILL`), each followed by another one. */
  readonly kills: number
  /** How long the store is away each time, at least. */
  readonly awayMs: number
  /** What all may spend together. It ends when that is spent, or else after so long. */
  readonly total: number
  readonly seconds?: number
}

export interface Hammered {
  /** Decisions that were made, calls that were let go and what they said that they spent. */
  readonly decisions: number
  readonly letGo: number
  readonly spent: number
  /** What stands in the counters afterwards. */
  readonly counted: number
  readonly killed: number
  /** The most that certainly stood in one window of the limit, and of the budget. */
  readonly worstLimit: number
  readonly worstBudget: number
  readonly faults: readonly Suffered[]
  readonly seconds: number
}

export interface Suffered {
  readonly name: string
  readonly awayMs: number
  /** Calls that were let go by whom the store was taken from, and were made and let go while it was away. */
  readonly letGoMeanwhile: number
  /** How long it took until one of them had a call let go again. */
  readonly backAfterMs: number
}

const LOOK_MS = 5

export async function hammer(options: Hammering): Promise<Hammered> {
  const { processes, kills, total, seconds } = options
  const store = await makeStore(options.store)
  const all: SpenderProcess[] = []
  const start = (): SpenderProcess => {
    const way = store.ways[all.length % store.ways.length] ?? ''
    const spender = startSpender({ name: `p${all.length}`, store: way, total })
    all.push(spender)
    return spender
  }
  const spent = (): readonly Spent[] => all.flatMap((one) => one.spent)
  const sumOf = (list: readonly Spent[]): number => list.reduce((sum, { amount }) => sum + amount, 0)
  const living = new Set(Array.from({ length: processes }, start))
  try {
    // One that starts late would find the budget spent.
    await Promise.all([...living].map((one) => one.ready))
    const startedAt = performance.now()
    for (const one of living) one.begin()
    const progress = (): number =>
      seconds === undefined ? sumOf(spent()) / total : (performance.now() - startedAt) / 1000 / seconds
    const isOver = (): boolean => [...living].every(({ isDone }) => isDone)
    const reaches = async (part: number): Promise<void> => {
      while (progress() < part && !isOver()) await sleep(LOOK_MS)
    }
    const killing = async (): Promise<void> => {
      for (let n = 1; n <= kills; n += 1) {
        await reaches(n / (kills + 1))
        const victim = [...living].find((one) => one.spent.length > 0)
        if (victim === undefined) continue
        living.delete(victim)
        victim.child.kill('SIGKILL')
        await victim.exit
        const next = start()
        living.add(next)
        await next.ready
        next.begin()
      }
    }
    const suffering = async (): Promise<readonly Suffered[]> => {
      const suffered: Suffered[] = []
      for (const [index, fault] of store.faults.entries()) {
        await reaches((index + 0.5) / (store.faults.length + 0.5))
        suffered.push(await suffer(fault, options.awayMs, { all, isOver }))
      }
      return suffered
    }
    const [, faults] = await Promise.all([killing(), suffering()])
    await reaches(1)
    const took = (performance.now() - startedAt) / 1000
    for (const one of living) one.child.stdin?.end()
    await Promise.all(all.map((one) => one.exit))
    const list = spent()
    const counters = await store.open()
    const series = await counters.list(Date.now())
    await counters.close()
    const counted = series.find((one) => one.series.includes('"all"'))
    return {
      decisions: list.length + all.reduce((sum, one) => sum + one.refused + one.unavailable, 0),
      letGo: list.length,
      spent: sumOf(list),
      counted: (counted?.total ?? 0) / 10_000,
      killed: all.length - processes,
      worstLimit: worstWindow(list, LIMIT.windowMs, () => 1),
      worstBudget: worstWindow(list, BUDGET.windowMs, ({ amount }) => amount),
      faults,
      seconds: took,
    }
  } finally {
    for (const one of all) one.child.kill('SIGKILL')
    await store.remove()
  }
}

interface Sufferers {
  /** Every process that there is or was. */
  readonly all: readonly SpenderProcess[]
  readonly isOver: () => boolean
}

/** Takes the store away until somebody has noticed, and gives it back until somebody has a call let go again. */
async function suffer(
  { name, begin, end, hits }: Fault,
  awayMs: number,
  { all, isOver }: Sufferers,
): Promise<Suffered> {
  const failures = (): number => all.filter(hits).reduce((sum, one) => sum + one.unavailable, 0)
  const letGoWithin = (fromMs: number, toMs: number): number =>
    all
      .filter(hits)
      .flatMap((one) => one.spent)
      .filter(({ beganMs, endedMs }) => beganMs > fromMs && endedMs < toMs).length
  const before = failures()
  await begin()
  const fromMs = Date.now()
  const isNoticed = (): boolean => failures() > before || letGoWithin(fromMs, Infinity) > 0
  while (Date.now() - fromMs < awayMs || !isNoticed()) await sleep(LOOK_MS)
  const toMs = Date.now()
  await end()
  const backMs = Date.now()
  while (letGoWithin(backMs, Infinity) === 0 && !isOver()) await sleep(LOOK_MS)
  return {
    name,
    awayMs: toMs - fromMs,
    letGoMeanwhile: letGoWithin(fromMs, toMs),
    backAfterMs: Date.now() - backMs,
  }
}

/** What must hold of it; the most that one call spends is 7. */
export function brokenPromises({
  counted,
  spent,
  killed,
  worstLimit,
  worstBudget,
  faults,
}: Hammered): string[] {
  const broken: string[] = []
  if (worstLimit > LIMIT.atMost) broken.push(`${worstLimit} calls in a window of ${LIMIT.atMost}`)
  if (worstBudget > BUDGET.atMost) broken.push(`${worstBudget} spent in a window of ${BUDGET.atMost}`)
  if (counted < spent) broken.push(`${spent} spent and ${counted} counted`)
  // A process that was killed may have left a call that it told nobody of.
  if (counted > spent + killed * 7) broken.push(`${counted} counted and ${spent} spent`)
  for (const { name, letGoMeanwhile } of faults)
    if (letGoMeanwhile > 0) broken.push(`${letGoMeanwhile} calls let go during ${name}`)
  return broken
}

if (process.argv[1] === import.meta.filename) {
  const [named, seconds = '20'] = process.argv.slice(2)
  const kinds: readonly StoreKind[] = named === 'sqlite' || named === 'redis' ? [named] : ['sqlite', 'redis']
  for (const store of kinds) {
    const found = await hammer({
      store,
      processes: 16,
      kills: 6,
      awayMs: 1500,
      total: 1_000_000,
      seconds: Number(seconds),
    })
    const { decisions, letGo, spent, counted, killed, worstLimit, worstBudget, faults } = found
    const lines = [
      `${store}: 16 processes for ${found.seconds.toFixed(1)} s, ${killed} killed: ${decisions} decisions (${Math.round(decisions / found.seconds)}/s), ${letGo} calls let go`,
      `  limit   at most ${worstLimit} of ${LIMIT.atMost} calls in any ${LIMIT.windowMs / 1000} s`,
      `  budget  at most ${worstBudget} of ${BUDGET.atMost} in any ${BUDGET.windowMs / 1000} s; ${spent} spent, ${counted} counted`,
      ...faults.map(
        (one) =>
          `  ${one.name}: away for ${one.awayMs} ms, ${one.letGoMeanwhile} calls let go meanwhile, the next after ${one.backAfterMs} ms`,
      ),
    ]
    process.stdout.write(`${lines.join('\n')}\n`)
    const broken = brokenPromises(found)
    if (broken.length > 0) throw new Error(broken.join('; '))
  }
}
