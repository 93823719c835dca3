import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { kvlar, makePlace, type Place } from './support/filesystem-proxy.ts'
import { isRunning, LoadedProxy } from './support/loaded-proxy.ts'

/** How often each way of ending is tried; `npm run soak` says more. */
const TIMES = Number(process.env['KVLAR_SOAK'] ?? 20)
/** Proxies that run at once, all of them into one home. */
const AT_ONCE = 4
const ALL_MS_MAX = 60_000 + TIMES * 10_000

const root = mkdtempSync(join(tmpdir(), 'kvlar-stopped-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const policy = join(root, 'policy.yaml')
writeFileSync(
  policy,
  `name: load
version: '1'
rules:
  - { id: asking, match_on: { resources: [ask] }, effect: { type: require_approval, reason: a person looks } }
  - { id: doing, match_on: { resources: [do] }, effect: { type: allow } }
`,
)

/** A moment of a run: after so many answers, and a little later. */
interface Moment {
  readonly answers: number
  readonly ms: number
}

/** Starts proxies under load, and ends each at a moment of its own. */
async function endAll(place: Place, signal: 'SIGTERM' | 'SIGKILL'): Promise<readonly LoadedProxy[]> {
  const moment = fc.record({
    answers: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 120 })),
    ms: fc.integer({ min: 0, max: 20 }),
  })
  const moments: Moment[] = fc.sample(moment, TIMES)
  const all: LoadedProxy[] = []
  const worker = async (): Promise<void> => {
    for (let next = moments.shift(); next !== undefined; next = moments.shift()) {
      const proxy = new LoadedProxy({ place, policy, name: `run${all.length}` })
      all.push(proxy)
      await proxy.answers(next.answers)
      // Before the first answer it is starting: a moment of that.
      await sleep(next.answers === 0 ? next.ms * 20 : next.ms)
      proxy.child.kill(signal)
      await proxy.gone
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return all
}

interface Row {
  readonly kind: string
  readonly effective?: string
  readonly result?: string
  readonly parameters?: { readonly order?: string }
}

/** The record of a place, which must be intact. */
function recordOf({ env }: Place): {
  readonly rows: readonly Row[]
  readonly chains: readonly { readonly closed: boolean }[]
} {
  const verified = kvlar(env, 'audit', 'verify', '--json')
  expect(verified.status, verified.stdout).toBe(0)
  const exported = kvlar(env, 'audit', 'export')
  expect(exported.status).toBe(0)
  const rows = exported.stdout.split('\n').filter((line) => line !== '')
  return {
    rows: rows.map((line) => JSON.parse(line) as Row),
    chains: (JSON.parse(verified.stdout) as { chains: { closed: boolean }[] }).chains,
  }
}

function forwarded(rows: readonly Row[]): ReadonlySet<string | undefined> {
  return new Set(
    rows
      .filter(({ kind, effective }) => kind === 'decided' && effective === 'forward')
      .map(({ parameters }) => parameters?.order),
  )
}

const doneTokens = ({ answered }: LoadedProxy): readonly string[] =>
  answered.filter(({ token, reply }) => reply.result?.content?.[0]?.text === token).map(({ token }) => token)

/** Whoever was let go stands in the record, and so does whoever was told that it was. */
function expectRecorded(proxies: readonly LoadedProxy[], rows: readonly Row[]): void {
  const recorded = forwarded(rows)
  for (const proxy of proxies) {
    expect(proxy.strays).toEqual([])
    for (const token of [...proxy.reached.tokens, ...doneTokens(proxy)]) expect(recorded).toContain(token)
  }
}

describe(`${TIMES} proxies under load`, { timeout: ALL_MS_MAX }, () => {
  test('that are told to stop lose nothing: what the server was given is answered, what waits stays, the record is closed', async () => {
    const place = makePlace(join(root, 'told'))
    const proxies = await endAll(place, 'SIGTERM')
    for (const proxy of proxies) {
      const { code, signal } = await proxy.gone
      const { tokens, pid } = proxy.reached
      // In its first moments it does not listen to signals yet, and has taken nothing.
      if (signal !== null) expect({ tokens, answered: proxy.answered }).toEqual({ tokens: [], answered: [] })
      else expect({ code, stderr: proxy.stderr }).toMatchObject({ code: 0 })
      expect(pid === undefined || !isRunning(pid)).toBe(true)
      const answered = new Set(proxy.answered.map(({ token }) => token))
      for (const token of tokens) expect(answered).toContain(token)
    }
    const { rows, chains } = recordOf(place)
    expectRecorded(proxies, rows)
    expect(chains.filter(({ closed }) => !closed)).toEqual([])
    const done = proxies.reduce((sum, proxy) => sum + doneTokens(proxy).length, 0)
    expect(rows.filter(({ kind, result }) => kind === 'result' && result === 'ok')).toHaveLength(done)

    const waiting = JSON.parse(kvlar(place.env, 'approvals', 'list', '--json').stdout) as { id: string }[]
    const told = proxies.flatMap(({ answered }) =>
      answered.flatMap(({ reply }) => {
        const approval = reply.result?._meta?.['kvlar/approval'] as { id: string } | undefined
        return approval?.id ?? []
      }),
    )
    expect(waiting.map(({ id }) => id)).toEqual(expect.arrayContaining(told))
    expect(told.length).toBeGreaterThan(0)
    expect(done).toBeGreaterThan(TIMES)
  })

  test('that are killed leave no server behind, and no call that is not in an intact record', async () => {
    const place = makePlace(join(root, 'killed'))
    const proxies = await endAll(place, 'SIGKILL')
    for (const { reached } of proxies) {
      while (reached.pid !== undefined && isRunning(reached.pid)) await sleep(20)
    }
    expectRecorded(proxies, recordOf(place).rows)
    expect(proxies.reduce((sum, proxy) => sum + doneTokens(proxy).length, 0)).toBeGreaterThan(TIMES)
  })
})
