import { appendFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openKvlar } from '@kvlar/runtime'
import { examine } from '@kvlar/runtime/doctor'
import {
  needsAttention,
  readStatus,
  statusSections,
  type ShadowState,
  type Status,
} from '@kvlar/runtime/status'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { newUser, type User } from './support/user.ts'

const NOW_MS = Date.parse('2026-11-30T12:00:00Z')

const QUIET: Status = {
  clients: { files: [], problems: [], bundled: [], managed: [] },
  policies: [],
  waiting: { kind: 'known', calls: [] },
  denied: { kind: 'known', looked: 0, calls: [] },
  shadow: { kind: 'known', running: [], looked: 0, letGo: 0 },
  record: { kind: 'none', home: '/a' },
  tools: [],
}

const file = (...servers: readonly (readonly [string, 'wrapped' | 'unguarded' | 'remote' | 'off'])[]) => ({
  client: 'cursor',
  title: 'Cursor',
  path: '/c.json',
  servers: servers.map(([name, state]) => ({ name, state, policies: [] })),
})
const clients = (part: Partial<Status['clients']>): Partial<Status> => ({
  clients: { ...QUIET.clients, ...part },
})
const recorded = (part: object): Partial<Status> => ({
  record: {
    kind: 'intact',
    home: '/a',
    verdict: 'intact',
    isOwnWitness: false,
    chains: 1,
    entries: 2,
    unread: { chains: 0, bytes: 0 },
    ...part,
  },
})
const shadow = (part: Partial<Extract<ShadowState, { kind: 'known' }>>): Partial<Status> => ({
  shadow: { kind: 'known', running: [], looked: 0, letGo: 0, ...part },
})
const startedSo = (...names: readonly string[]): Partial<Status> => {
  const servers = names.map((name) => ({
    name,
    state: 'wrapped' as const,
    policies: [],
    shadowFlags: '--observe-only',
  }))
  return clients({ files: [{ ...file(), servers }] })
}
const call = { id: 'apr_1', resource: 'pay', agentId: 'a', expiresAtMs: NOW_MS + 90_000 }

describe('what needs attention', () => {
  test.each<[string, boolean, Partial<Status>]>([
    ['nothing at all', false, {}],
    ['a server behind Kvlar', false, clients({ files: [file(['a', 'wrapped'])] })],
    ['a server without Kvlar', true, clients({ files: [file(['a', 'wrapped'], ['b', 'unguarded'])] })],
    ['a server that is switched off', false, clients({ files: [file(['a', 'off'])] })],
    ['a server that is reached by an address', false, clients({ files: [file(['a', 'remote'])] })],
    ['a client file that cannot be read', true, clients({ problems: [{ path: '/c', why: 'no JSON' }] })],
    [
      'servers of an extension',
      false,
      clients({ bundled: [{ client: 'c', title: 'C', path: '/e', servers: ['x'] }] }),
    ],
    ['a call that waits', true, { waiting: { kind: 'known', calls: [call] } }],
    ['a queue that cannot be read', true, { waiting: { kind: 'unknown', why: 'gone' } }],
    ['a broken record', true, recorded({ kind: 'broken', verdict: 'broken' })],
    ['an intact record', false, recorded({})],
    ['a record that nobody else vouches for', true, recorded({ isOwnWitness: true })],
    [
      'a record of which a part is too large for a look',
      false,
      recorded({ unread: { chains: 2, bytes: 5e9 } }),
    ],
    ['a record that cannot be verified', true, { record: { kind: 'unknown', home: '/a', why: 'locked' } }],
    ['a denied call', false, { denied: { kind: 'known', looked: 9, calls: [{ at: '', reason: 'no' }] } }],
    ['a record whose end cannot be read', true, { denied: { kind: 'unknown', why: 'locked' } }],
    ['a program in shadow mode', true, shadow({ running: [{ liftsInvariants: false }] })],
    ['a server that a client starts in shadow mode', true, startedSo('a')],
    ['what was let go in a shadow mode that is over', false, shadow({ letGo: 3, looked: 9, lastAt: 'then' })],
    ['a shadow mode that nobody can find out about', true, { shadow: { kind: 'unknown', why: 'locked' } }],
    ['a policy that does not load', true, { policies: [{ state: 'bad', about: 'policy', text: 'no' }] }],
    [
      'no policy, before anything runs under one',
      false,
      { policies: [{ state: 'warning', about: 'policy', text: 'no', isMissing: true }] },
    ],
    [
      'no policy where a server runs under it',
      true,
      {
        ...clients({ files: [file(['a', 'wrapped'])] }),
        policies: [{ state: 'warning', about: 'policy', text: 'no', isMissing: true }],
      },
    ],
    [
      'a policy with warnings',
      false,
      { policies: [{ state: 'warning', about: 'policy', text: 'p', fix: 'kvlar validate p' }] },
    ],
    [
      'tools without a rule of their own',
      false,
      { tools: [{ policies: [], listedAtMs: 1, tools: 2, unnamed: 1, names: ['x'] }] },
    ],
  ])('%s: %s', (_title, attention, part) => {
    expect(needsAttention(statusSections({ ...QUIET, ...part }, NOW_MS))).toBe(attention)
  })
})

test('servers of extensions stand in a row for each client', () => {
  const one = (title: string, ...servers: string[]) => ({ client: title, title, path: '/e', servers })
  const bundled = [one('C', 'a'), one('D', 'x'), one('C', 'b', 'c'), one('C')]
  const sections = statusSections({ ...QUIET, ...clients({ bundled }) }, NOW_MS)
  expect(sections.find(({ about }) => about === 'unguarded')?.lines).toEqual([
    'C: a, b, c, unreadable (come with extensions)',
    'D: x (comes with an extension)',
  ])
})

test('names that others chose forge no line and no colour, and fill no screen', () => {
  const bad = `\u001b[2J\u202e\n${'x'.repeat(10_000)}`
  const many = Array.from({ length: 500 }, (_, at) => `${bad}${at}`)
  const text = statusSections(
    {
      clients: {
        files: [{ ...file(...many.map((one) => [one, 'unguarded'] as const)), title: bad }],
        problems: [{ path: bad.slice(0, 50), why: bad }],
        bundled: [{ client: bad, title: bad, path: bad, servers: many }],
        managed: [bad.slice(0, 50)],
      },
      policies: [{ state: 'bad', about: 'policy', text: bad }],
      waiting: {
        kind: 'known',
        calls: many.map((one) => ({ ...call, resource: one, server: one, agentId: one })),
      },
      shadow: {
        kind: 'known',
        looked: 9,
        letGo: 9,
        lastAt: bad.slice(0, 50),
        running: many.map((server) => ({
          server,
          agentId: bad,
          until: bad.slice(0, 50),
          liftsInvariants: true,
        })),
      },
      denied: {
        kind: 'known',
        looked: 1,
        calls: [{ at: bad, resource: bad, server: bad, rule: bad, reason: bad }],
      },
      record: { kind: 'unknown', home: bad, why: bad },
      tools: many.map((server) => ({
        server,
        policies: [bad],
        listedAtMs: 1,
        tools: 9,
        unnamed: 9,
        names: many,
      })),
    },
    NOW_MS,
  ).flatMap(({ lines }) => lines)
  expect(text.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  expect(text.length).toBeLessThan(40)
  expect(Math.max(...text.map(({ length }) => length))).toBeLessThan(1000)
})

test('shadow mode stands in front of everything, with its end and what it let go', () => {
  const running = [
    { server: 'files', agentId: 'a', until: '2026-11-30T16:00:00.000Z', liftsInvariants: false },
    { agentId: 'desk-bot', liftsInvariants: true },
  ]
  const part = {
    ...startedSo('files'),
    ...shadow({ running, letGo: 7, looked: 200, lastAt: '2026-11-30T11:59:00.000Z' }),
  }
  const [first] = statusSections({ ...QUIET, ...part }, NOW_MS)
  expect(first).toEqual({
    about: 'shadow mode',
    state: 'bad',
    lines: [
      'SHADOW MODE: what the policies stop is let go',
      'files runs so until 2026-11-30T16:00:00.000Z',
      'desk-bot runs so until it ends, and what violates invariants is let go too',
      'Cursor starts files so: --observe-only',
      '7 of the last 200 entries let go what enforcement stops, the last at 2026-11-30T11:59:00.000Z',
    ],
    next: 'kvlar audit tail',
  })
  expect(sectionOf({}, 'shadow mode')).toEqual([])
})

test('a record that is too large for a look is not called intact', () => {
  const [line, rest] = sectionOf(
    recorded({ chains: 0, entries: 0, unread: { chains: 1, bytes: 5_000_000_001 } }),
    'record',
  )
  expect(line).toBe('not verified: it is too large for a look')
  expect(rest).toBe('not looked at: 1 older or larger chain, 5001 MB')
})

function sectionOf(part: Partial<Status>, about: string): readonly string[] {
  return statusSections({ ...QUIET, ...part }, NOW_MS).find((one) => one.about === about)?.lines ?? []
}

describe('a look at a machine', () => {
  let user: User
  beforeEach(() => {
    user = newUser()
    vi.stubEnv('HOME', user.home)
    vi.stubEnv('XDG_STATE_HOME', join(user.home, 'state'))
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    user.remove()
  })
  const auditDir = () => join(user.home, 'state', 'kvlar', 'audit')
  const look = (queue?: string) =>
    readStatus({
      environment: { platform: 'linux', home: user.home, env: {}, cwd: user.home },
      launcher: { node: '/usr/bin/node', entry: '/usr/lib/kvlar.js' },
      queue,
      auditDir: auditDir(),
      nowMs: Date.now(),
      onProgress: () => undefined,
    })

  test('makes nothing, and finds nothing wrong where nothing is', async () => {
    const status = await look()
    expect(needsAttention(statusSections(status, Date.now()))).toBe(false)
    expect(readdirSync(user.home)).toEqual([])
  })

  test('goes on behind a client file that cannot be read and a queue that is not there', async () => {
    mkdirSync(join(user.home, '.cursor'))
    writeFileSync(join(user.home, '.cursor', 'mcp.json'), '{"mcpServers": {')
    const status = await look(join(user.home, 'no.db'))
    expect(status.clients.problems).toHaveLength(1)
    expect(status.waiting).toMatchObject({ kind: 'unknown' })
    expect(status.record).toMatchObject({ kind: 'none' })
    expect(existsSync(join(user.home, 'no.db'))).toBe(false)
  })

  test('sees what was denied, without its arguments, and that the record was changed', async () => {
    user.writePolicy(`
name: own
version: '1'
rules:
  - id: no-payments
    match_on: { resources: [pay] }
    effect: { type: deny, reason: nobody pays here }
`)
    const kvlar = await openKvlar()
    const pay = kvlar.guard('pay', async ({ iban }: { iban: string }) => iban)
    await expect(pay({ iban: 'DE02' })).rejects.toThrow()
    await kvlar.close()
    const { denied, record } = await look()
    expect(denied).toMatchObject({
      calls: [{ resource: 'pay', rule: 'no-payments', reason: 'nobody pays here' }],
    })
    expect(JSON.stringify(denied)).not.toContain('DE02')
    expect(record).toMatchObject({ kind: 'intact', verdict: 'intact', chains: 1, isOwnWitness: false })
    rmSync(join(user.home, 'state', 'kvlar', 'keys'), { recursive: true })
    expect((await look()).record).toMatchObject({ kind: 'intact', isOwnWitness: true })
    const segment = readdirSync(auditDir(), { recursive: true, encoding: 'utf8' }).find((name) =>
      /\d{16}\.jsonl$/.test(name),
    )
    appendFileSync(join(auditDir(), segment ?? ''), '{"not":"an entry"}\n')
    expect((await look()).record).toMatchObject({ kind: 'broken' })
  })

  test('sees what runs in shadow mode while it does, and until when', async () => {
    user.writePolicy("name: own\nversion: '1'\nrules: []\n")
    const untilMs = Date.now() + 3_600_000
    const [boxed, calm] = [
      await openKvlar({ observeOnly: { untilMs }, tell: () => undefined }),
      await openKvlar({ agentId: 'calm' }),
    ]
    const pay = boxed.guard('pay', async (_args: object) => 'paid', { server: 'bank' })
    expect(await pay({})).toBe('paid')
    await expect(calm.guard('pay', async (_args: object) => 'paid')({})).rejects.toThrow()
    const until = new Date(untilMs).toISOString()
    const { shadow: found } = await look()
    expect(found).toMatchObject({
      running: [{ server: 'bank', agentId: 'sdk-agent', until, liftsInvariants: false }],
      letGo: 1,
      lastAt: expect.stringMatching(/^20/),
    })
    const examined = await examine({ auditDir: auditDir(), policies: [], nowMs: Date.now() })
    expect(examined.find(({ about }) => about === 'enforcement')).toMatchObject({
      state: 'bad',
      text: expect.stringMatching(new RegExp(`^SHADOW MODE.*bank runs so until ${until}`)),
      fix: expect.stringContaining('--observe-only'),
    })
    const later = await examine({ auditDir: auditDir(), policies: [], nowMs: untilMs })
    expect(later.find(({ about }) => about === 'enforcement')).toMatchObject({ state: 'ok' })
    await Promise.all([boxed.close(), calm.close()])
    expect((await look()).shadow).toMatchObject({ running: [], letGo: 1 })
  })

  test.each<[readonly string[], string | undefined]>([
    [['--observe-only'], '--observe-only'],
    [['--observe-for', '4h', '--observe-invariants'], '--observe-for 4h --observe-invariants'],
    [['--role', 'x', '--observe-for=15m'], '--observe-for=15m'],
    [['--observe-invariants'], undefined],
    [['--role', '--observe'], undefined],
    [[], undefined],
  ])('sees that a client starts a server with %j', async (flags, expected) => {
    const args = [
      '/usr/lib/kvlar.js',
      'proxy',
      '--stdio',
      '--server',
      'files',
      ...flags,
      '--',
      'files-server',
    ]
    mkdirSync(join(user.home, '.cursor'))
    const config = { mcpServers: { files: { command: '/usr/bin/node', args } } }
    writeFileSync(join(user.home, '.cursor', 'mcp.json'), JSON.stringify(config))
    const status = await look()
    expect(status.clients.files[0]?.servers[0]?.shadowFlags).toBe(expected)
    expect(statusSections(status, Date.now())[0]?.about === 'shadow mode').toBe(expected !== undefined)
  })
})
