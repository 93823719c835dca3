import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { ask, userQueue, type UserQueue } from './queue.ts'
import { MAIN } from './support/command.ts'
import { kvlar } from './support/filesystem-proxy.ts'

/** How often each way of ending is tried; `npm run soak` says more. */
const TIMES = Number(process.env['KVLAR_SOAK'] ?? 20)
const AT_ONCE = 4
/** Calls that wait in each run, decided two at a time. */
const WAITING = 8
const ALL_MS_MAX = 60_000 + TIMES * 10_000

const started: ChildProcess[] = []
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

/** One run of the reviewer: what was acknowledged, what was not, and how it ended. */
interface Run {
  readonly acknowledged: readonly string[]
  readonly unanswered: readonly string[]
  readonly code: number | null
  readonly said: string
}

interface Moment {
  readonly decisions: number
  readonly ms: number
}

/** Serves the page, decides what waits, and ends it after so many decisions and a little later. */
async function runOnce(
  { approvals, env, folder }: UserQueue,
  { decisions, ms }: Moment,
  signal: NodeJS.Signals,
): Promise<Run> {
  const waiting = await Promise.all(
    Array.from({ length: WAITING }, (_, at) => ask(approvals, { path: `${performance.now()}-${at}` })),
  )
  const child = spawn(process.execPath, [MAIN, 'approvals', 'serve', '--port', '0'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  started.push(child)
  const gone = new Promise<number | null>((resolve) => child.once('close', resolve))
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  while (!/http\S+\n/.test(said)) {
    if (child.exitCode !== null) throw new Error(said)
    await sleep(5)
  }
  const [url = ''] = /http\S+/.exec(said) ?? []
  const token = readFileSync(join(folder, 'kvlar', 'approvals', 'reviewer.token'), 'utf8').trim()

  const acknowledged: string[] = []
  const unanswered: string[] = []
  const left = [...waiting]
  let reached = (): void => {}
  const isReached = new Promise<void>((resolve) => (reached = resolve))
  if (decisions === 0) reached()
  const decide = async (): Promise<void> => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) {
      const answer = await fetch(`${url}api/requests/${id}/reject`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: '{}',
      }).catch(() => undefined)
      if (answer?.status === 200) acknowledged.push(id)
      else unanswered.push(id)
      if (acknowledged.length >= decisions) reached()
    }
    reached()
  }
  const deciding = [decide(), decide()]
  await isReached
  await sleep(ms)
  child.kill(signal)
  // Every caller has an answer or a closed connection.
  await Promise.all(deciding)
  const code = await gone
  return { acknowledged, unanswered, code, said }
}

async function runAll(queue: UserQueue, signal: NodeJS.Signals): Promise<readonly Run[]> {
  const moment = fc.record({
    decisions: fc.integer({ min: 0, max: WAITING - 1 }),
    ms: fc.integer({ min: 0, max: 5 }),
  })
  const moments: Moment[] = fc.sample(moment, TIMES)
  const runs: Run[] = []
  const worker = async (): Promise<void> => {
    for (let next = moments.shift(); next !== undefined; next = moments.shift()) {
      const run = await runOnce(queue, next, signal)
      runs.push(run)
      // Who asks is capped in what waits.
      for (const id of run.unanswered) await queue.approvals.cancel(id).catch(() => undefined)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return runs
}

/** Every decision that was acknowledged stands in the queue, and on an intact record. */
async function expectKept({ approvals, env }: UserQueue, runs: readonly Run[]): Promise<void> {
  expect(kvlar(env, 'audit', 'verify')).toMatchObject({ status: 0 })
  const record = kvlar(env, 'audit', 'export').stdout
  const all = runs.flatMap(({ acknowledged }) => acknowledged)
  for (const id of all) {
    expect(await approvals.get(id)).toMatchObject({ state: 'denied' })
    expect(record).toContain(id)
  }
  expect(all.length).toBeGreaterThan(TIMES)
}

describe(`${TIMES} reviewers that decide`, { timeout: ALL_MS_MAX }, () => {
  test('and are told to stop lose no decision, and end well', async () => {
    const queue = await userQueue(WAITING * AT_ONCE)
    const runs = await runAll(queue, 'SIGTERM')
    for (const { code, said } of runs) expect({ code, said }).toMatchObject({ code: 0 })
    await expectKept(queue, runs)
    await queue.approvals.close()
  })

  test('and are killed lose no decision that they have acknowledged', async () => {
    const queue = await userQueue(WAITING * AT_ONCE)
    await expectKept(queue, await runAll(queue, 'SIGKILL'))
    await queue.approvals.close()
  })
})
