import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createMemorySessions, type SessionEntry } from '@kvlar/gate'
import { openSqliteSessions, type SqliteSessions, type SqliteSessionsOptions } from '@kvlar/gate/sqlite'
import { describeSessions } from './sessions-contract.ts'

let folder = ''
const opened: SqliteSessions[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kvlar-sessions-'))
})
afterEach(async () => {
  for (const sessions of opened.splice(0)) await sessions.close()
  rmSync(folder, { recursive: true, force: true })
})

const open = async (file: string, options: SqliteSessionsOptions = {}): Promise<SqliteSessions> => {
  const sessions = await openSqliteSessions(file, options)
  opened.push(sessions)
  return sessions
}
const entry = (over: Partial<SessionEntry> = {}): SessionEntry => ({
  sessionId: 's-1',
  principal: { id: 'alice', kind: 'user' },
  nowMs: 1_800_000_000_000,
  origin: {},
  isCounted: true,
  ...over,
})

describeSessions('sessions in a file', { open: (name) => open(join(folder, `${name}.db`)) })

describe('sessions in a file', () => {
  test('are there after a restart, as old and with as many actions as before', async () => {
    const file = join(folder, 'below', 'sessions.db')
    const first = await open(file)
    await first.enter(entry({ origin: { ip: '10.0.0.1' } }))
    await first.enter(entry())
    await first.close()
    const second = await open(file, { mayMake: false })
    expect(second.id).toBe(first.id)
    const later = entry({ nowMs: 1_800_000_060_000, origin: { ip: '203.0.113.9' } })
    expect(await second.enter(later)).toEqual({
      startedAtMs: 1_800_000_000_000,
      actions: 3,
      origin: { ip: '10.0.0.1' },
    })
  })

  test('are for their owner alone', async () => {
    const file = join(folder, 'own', 'sessions.db')
    await (await open(file)).enter(entry())
    for (const name of ['sessions.db', 'sessions.db-wal'])
      expect(statSync(join(folder, 'own', name)).mode & 0o077).toBe(0)
    expect(statSync(join(folder, 'own')).mode & 0o077).toBe(0)
  })

  test('of many processes, some of them killed, are counted each once', async () => {
    const file = join(folder, 'sessions.db')
    await open(file)
    const child = join(import.meta.dirname, 'children/acting.ts')
    const told: number[] = []
    const all = Array.from({ length: 3 }, (): ChildProcess => spawn(process.execPath, [child, file]))
    const each = all.map(async (one) => {
      let lines = 0
      if (one.stdout === null) throw new Error('no output')
      for await (const line of createInterface({ input: one.stdout })) {
        told.push(Number(line))
        if ((lines += 1) === 40) one.kill('SIGKILL')
      }
      if (one.exitCode === null && one.signalCode === null) await once(one, 'exit')
    })
    await Promise.all(each)
    expect(new Set(told).size).toBe(told.length)
    // One that was killed had perhaps not been told of its last.
    const { actions } = await (await open(file)).enter(entry({ sessionId: 's', nowMs: Date.now() }))
    expect(actions).toBeGreaterThan(Math.max(...told))
    expect(actions).toBeLessThanOrEqual(told.length + all.length + 1)
  })

  test('begin none when too many are under way, keep those that act, and forget those that do not', async () => {
    const bounds = { sessionsMax: 2, idleMsMax: 1000 }
    const sessions = await open(join(folder, 'sessions.db'), { bounds })
    const enter = (sessionId: string, nowMs: number) => sessions.enter(entry({ sessionId, nowMs }))
    await enter('a', 0)
    await enter('b', 600)
    await expect(enter('c', 1000)).rejects.toMatchObject({ code: 'EVALUATION_STATE_UNAVAILABLE' })
    expect(await enter('a', 1000)).toMatchObject({ actions: 2 })
    expect(await enter('c', 1700)).toMatchObject({ actions: 1 })
    expect(await enter('a', 1700)).toMatchObject({ actions: 3, startedAtMs: 0 })
    expect(await sessions.count()).toBe(2)
  })

  test('begin anew when all are reset', async () => {
    const sessions = await open(join(folder, 'sessions.db'))
    await sessions.enter(entry())
    await sessions.enter(entry({ sessionId: 's-2' }))
    expect(await sessions.reset()).toBe(2)
    expect(await sessions.enter(entry())).toMatchObject({ actions: 1 })
  })

  test('say what those in memory say, whatever is said of whichever session', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.constantFrom('\ud800', '\udfff', '"', ''),
    )
    const START = 1_800_000_000_000
    const step = fc.record({
      sessionId: fc.oneof(text, fc.constantFrom('a', 'b')),
      nowMs: fc.integer({ min: START, max: START + 5000 }),
      isCounted: fc.boolean(),
      startedAtMs: fc.option(fc.integer({ min: START - 9000, max: START + 9000 }), { nil: undefined }),
      origin: fc.record(
        { ip: text, device: text, geo: fc.record({ countryCode: text, city: text }) },
        { requiredKeys: [] },
      ),
    })
    let files = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
        const bounds = { sessionsMax: 3, idleMsMax: 2000 }
        const [memory, file] = [
          createMemorySessions(bounds),
          await open(join(folder, `property-${(files += 1)}.db`), { bounds }),
        ]
        for (const { startedAtMs, ...one } of steps.toSorted((a, b) => a.nowMs - b.nowMs)) {
          const entering = entry({ ...one, ...(startedAtMs !== undefined && { startedAtMs }) })
          const said = await answer(async () => memory.enter(entering))
          expect(await answer(() => file.enter(entering))).toEqual(said)
        }
        await opened.pop()?.close()
      }),
      { numRuns: 40 },
    )
  })

  test('that cannot be had deny', async () => {
    const file = join(folder, 'sessions.db')
    await expect(open(file, { mayMake: false })).rejects.toMatchObject({
      code: 'EVALUATION_STATE_UNAVAILABLE',
    })
    expect(existsSync(file)).toBe(false)
    writeFileSync(file, 'no database, but long enough to be one'.repeat(100))
    await expect(open(file)).rejects.toMatchObject({ code: 'EVALUATION_STATE_UNAVAILABLE' })
    expect(readFileSync(file, 'utf8')).toContain('no database')
  })
})

/** What was said of a session, or that nothing was. */
async function answer(ask: () => ReturnType<SqliteSessions['enter']>): Promise<unknown> {
  try {
    const { startedAtMs, actions, origin } = await ask()
    return { startedAtMs, actions, origin }
  } catch {
    return 'refused'
  }
}
