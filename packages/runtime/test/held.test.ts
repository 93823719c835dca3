import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openKvlar, type KvlarSettings, type Notice } from '@kvlar/runtime'
import { resetSessions } from '@kvlar/runtime/standing'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { newUser, type User } from './support/user.ts'

const POLICY = `
name: orders
rules:
  - id: reads
    match_on: { resources: [read_order] }
    effect: { type: allow }
`

let user: User
let invariants = ''
beforeEach(() => {
  user = newUser()
  user.writePolicy(POLICY)
  for (const [name, value] of Object.entries(user.env)) vi.stubEnv(name, value)
  invariants = join(user.home, 'invariants.yaml')
  writeFileSync(invariants, 'invariants: [{ name: few, max_actions_per_session: 3 }]\n')
})
afterEach(() => {
  vi.unstubAllEnvs()
  user.remove()
})

/** What becomes of a call in a session, in a Kvlar that is opened for it and closed again. */
async function read(sessionId: string, settings: KvlarSettings = {}): Promise<unknown> {
  const kvlar = await openKvlar({ invariants, tell: () => {}, ...settings })
  try {
    const order = kvlar.guard('read_order', () => 'read')
    return await kvlar.run({ sessionId }, () => order({}).catch((error: unknown) => error))
  } finally {
    await kvlar.close()
  }
}
const sessionsFile = (): string => join(user.home, 'state', 'kvlar', 'sessions', 'sessions.db')
const entries = (): readonly unknown[] =>
  user
    .kvlar('audit', 'tail', '--json', '--lines', '100')
    .out.trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly kind: string })
    .filter(({ kind }) => kind === 'sessions')

const OVER = { code: 'INVARIANT_VIOLATION' }
const DENIED = { code: 'EVALUATION_STATE_UNAVAILABLE' }

describe('what is held of sessions', () => {
  test('is there after a restart, for the session of that name', async () => {
    for (let call = 1; call <= 3; call += 1) expect(await read('s-1')).toBe('read')
    expect(await read('s-1')).toMatchObject(OVER)
    expect(await read('s-2')).toBe('read')
    expect(entries()).toMatchObject([{ step: 'begun' }])
  })

  test('costs nothing where nothing asks for it', async () => {
    const kvlar = await openKvlar({ tell: () => {} })
    expect(await kvlar.guard('read_order', () => 'read')({})).toBe('read')
    await kvlar.close()
    expect(existsSync(sessionsFile())).toBe(false)
  })

  test('is in memory, or in a file of its own, where that is said', async () => {
    for (let call = 1; call <= 4; call += 1) expect(await read('s', { sessions: 'memory' })).toBe('read')
    const file = join(user.home, 'own.db')
    for (let call = 1; call <= 3; call += 1) expect(await read('s', { sessions: { file } })).toBe('read')
    expect(await read('s', { sessions: { file } })).toMatchObject(OVER)
    expect(existsSync(sessionsFile())).toBe(false)
  })

  test('that is gone although the record knows it denies, until a person has every session begin anew', async () => {
    expect(await read('s-1')).toBe('read')
    for (const end of ['', '-wal', '-shm']) rmSync(`${sessionsFile()}${end}`, { force: true })
    const told: Notice[] = []
    expect(await read('s-1', { tell: (notice) => told.push(notice) })).toMatchObject(DENIED)
    expect(told.map(({ text }) => text).join()).toContain('is gone; refusing')
    expect(existsSync(sessionsFile())).toBe(false)
    const kvlar = await openKvlar({ invariants, tell: () => {} })
    const entered = kvlar.steps.sessions?.enter({
      sessionId: 's-1',
      principal: { id: 'a', kind: 'agent' },
      nowMs: Date.now(),
      origin: {},
      isCounted: true,
    })
    await expect(entered).rejects.toMatchObject({ code: 'SETTINGS_SESSIONS_GONE' })
    await kvlar.close()
    expect(user.kvlar('session', 'reset')).toMatchObject({ status: 0 })
    for (let call = 1; call <= 3; call += 1) expect(await read('s-1')).toBe('read')
    expect(await read('s-1')).toMatchObject(OVER)
    expect(user.kvlar('session', 'reset')).toMatchObject({ status: 0 })
    expect(await read('s-1')).toBe('read')
    expect(entries()).toMatchObject([{ step: 'begun' }, { step: 'reset' }, { step: 'reset' }])
  })

  test('is not reset where there is none', async () => {
    await expect(resetSessions({ redis: undefined, record: false, tell: () => {} })).rejects.toMatchObject({
      code: 'SETTINGS_NO_SESSIONS',
    })
    const { status, err } = user.kvlar('session', 'reset')
    expect(status).toBe(2)
    expect(err).toContain('no sessions were held')
  })

  test('is out of reach of the calls that are judged', async () => {
    const file = join(user.home, 'elsewhere', 'own.db')
    user.writePolicy(POLICY.replace('resources: [read_order]', "resources: ['*']"))
    const kvlar = await openKvlar({ invariants, sessions: { file }, tell: () => {} })
    const remove = kvlar.guard('delete_file', ({ path }: { path: string }) => path)
    await expect(remove({ path: file })).rejects.toMatchObject({ code: 'KVLAR_PROTECTED_PATH' })
    await kvlar.close()
  })
})
