import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openKvlar, SettingsError, type KvlarSettings } from '@kvlar/runtime'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { newUser, type User } from './support/user.ts'

const ALLOW = `
name: everything
version: '1'
rules:
  - id: all
    match_on: { resources: ['*'] }
    effect: { type: allow }
`

let user: User

beforeEach(() => {
  user = newUser()
  user.writePolicy(ALLOW)
  for (const [name, value] of Object.entries(user.env)) vi.stubEnv(name, value)
})

afterEach(() => {
  vi.unstubAllEnvs()
  user.remove()
})

async function refusal(settings: unknown): Promise<SettingsError> {
  const error: unknown = await openKvlar(settings as KvlarSettings).then(
    async (kvlar) => kvlar.close(),
    (reason: unknown) => reason,
  )
  if (error instanceof SettingsError) return error
  throw new Error(`it was opened, or failed otherwise: ${String(error)}`)
}

describe('settings that are refused', () => {
  test.each([
    [
      { polices: ['default'] },
      'SETTINGS_UNKNOWN_KEY',
      'there is no setting `polices`',
      'did you mean `policies`?',
    ],
    [
      { record: { directory: 'a' } },
      'SETTINGS_UNKNOWN_KEY',
      'there is no setting `record.directory`',
      undefined,
    ],
    [
      { approvals: { page: { adress: 'a' } } },
      'SETTINGS_UNKNOWN_KEY',
      'there is no setting `approvals.page.adress`',
      undefined,
    ],
    [{ ['__proto__x']: 1 }, 'SETTINGS_UNKNOWN_KEY', 'there is no setting `__proto__x`', undefined],
    [
      { policies: [] },
      'SETTINGS_BAD_VALUE',
      'setting `policies` must be a list of at least one name',
      undefined,
    ],
    [{ policies: 'default' }, 'SETTINGS_BAD_VALUE', 'setting `policies` must be a list of names', undefined],
    [{ record: true }, 'SETTINGS_BAD_VALUE', 'setting `record` must be a map', undefined],
    [{ record: { durability: 'never' } }, 'SETTINGS_BAD_VALUE', 'must be one of os, disk', undefined],
    [{ approvals: null }, 'SETTINGS_BAD_VALUE', 'setting `approvals` must be a map', undefined],
    [{ approvals: { timeoutMs: 0 } }, 'SETTINGS_BAD_VALUE', 'must be a whole number from 1 to', undefined],
    [
      { approvals: { holdMs: Number.POSITIVE_INFINITY } },
      'SETTINGS_BAD_VALUE',
      'must be a whole number',
      undefined,
    ],
    [
      { policies: undefined },
      'SETTINGS_BAD_VALUE',
      'setting `policies` has no value',
      'leave it out, or give it one',
    ],
    [{ principal: undefined }, 'SETTINGS_BAD_VALUE', 'setting `principal` has no value', undefined],
    [
      { approvals: { timeoutMs: undefined } },
      'SETTINGS_BAD_VALUE',
      'setting `approvals.timeoutMs` has no value',
      undefined,
    ],
    [{ agentId: '' }, 'SETTINGS_BAD_VALUE', 'setting `agentId` must be a name', undefined],
    [
      { principal: { id: 'ana', kind: 'robot', roles: [] } },
      'SETTINGS_BAD_VALUE',
      '`principal.kind` must be one of',
      undefined,
    ],
    [{ tell: 'me' }, 'SETTINGS_BAD_VALUE', 'setting `tell` must be a function', undefined],
    ['default', 'SETTINGS_BAD_VALUE', 'the settings of `openKvlar` must be a map', undefined],
    [
      { policies: ['defualt'] },
      'SETTINGS_NO_POLICY',
      'policy `defualt` cannot be read',
      'did you mean the built-in policy `default`?',
    ],
  ])('%j: %s', async (settings, code, message, help) => {
    const error = await refusal(settings)
    expect(error.code).toBe(code)
    expect(error.message).toContain(message)
    if (help !== undefined) expect(error.help).toBe(help)
    expect(existsSync(join(user.home, 'state'))).toBe(false)
  })

  test.each([
    [{ principal: { kind: 'user', roles: [] } }, 'principal.id'],
    [{ principal: { id: 'ana', kind: 'user' } }, 'principal.roles'],
    [{ approvals: { page: { host: '127.0.0.1', port: 0 } } }, 'approvals.page.serve'],
    [{ approvals: { webhook: { args: 'none' } } }, 'approvals.webhook.url'],
  ])('%j: a part that is missing', async (settings, path) => {
    const error = await refusal(settings)
    expect(error.code).toBe('SETTINGS_BAD_VALUE')
    expect(error.message).toContain(`setting \`${path}\` is missing`)
  })

  test('without a policy of one\u2019s own, the error says how to get one', async () => {
    user.remove()
    const error = await refusal({})
    expect(error).toMatchObject({ code: 'SETTINGS_NO_POLICY' })
    expect(error.help).toContain('`kvlar init` writes one')
  })

  test('approvers that others can write are nobody\u2019s', async () => {
    const approvers = join(user.home, 'approvers.yaml')
    writeFileSync(approvers, 'approvers: []\n', { mode: 0o666 })
    const { chmodSync } = await import('node:fs')
    chmodSync(approvers, 0o666)
    const serve = () => Promise.reject(new Error('not asked for'))
    const page = { host: '127.0.0.1', port: 0, approvers, serve }
    expect(await refusal({ approvals: { page } })).toMatchObject({ code: 'SETTINGS_NOT_PRIVATE' })
  })
})

test('whoever judges nothing leaves nothing behind', async () => {
  const kvlar = await openKvlar()
  kvlar.guard('read_order', async () => 'order')
  expect(kvlar.evaluate({ resource: 'read_order', parameters: {} })).toMatchObject({
    outcome: 'allow',
    ruleId: 'all',
  })
  await kvlar.close()
  expect(readdirSync(user.home)).toEqual(['.kvlar'])
})

test('the environment says nothing that decides: no policy, no principal, no record, no approvals, no floor', async () => {
  const elsewhere = join(user.home, 'elsewhere.yaml')
  writeFileSync(elsewhere, ALLOW.replace('id: all', 'id: elsewhere'))
  user.writePolicy(`
name: own
version: '1'
rules:
  - id: reads
    match_on: { resources: ['read_*'], agent_ids: [sdk-agent] }
    effect: { type: allow }
`)
  const words = ['POLICY', 'POLICIES', 'CONFIG', 'PRINCIPAL', 'PRINCIPAL_ID', 'AGENT_ID', 'ROLE', 'APPROVERS']
  for (const word of words) vi.stubEnv(`KVLAR_${word}`, elsewhere)
  for (const word of ['NO_AUDIT', 'NO_APPROVALS', 'NO_FLOOR', 'AUDIT', 'FLOOR'])
    vi.stubEnv(`KVLAR_${word}`, '0')
  await using kvlar = await openKvlar()
  expect(kvlar.policies.map(({ name }) => name)).toEqual(['own'])
  const read = kvlar.guard('read_file', async ({ path }: { path: string }) => path)
  expect(await read({ path: 'notes.txt' })).toBe('notes.txt')
  expect(existsSync(join(user.home, 'state', 'kvlar', 'audit', 'home.json'))).toBe(true)
  expect(kvlar.people).toBeDefined()
  await expect(read({ path: join(user.home, '.kvlar', 'policy.yaml') })).rejects.toMatchObject({
    code: 'KVLAR_PROTECTED_PATH',
  })
})

test('the configuration of a client that was wrapped is out of reach, and another file of its folder is not', async () => {
  const folder = join(user.home, '.cursor')
  mkdirSync(folder)
  const file = join(folder, 'mcp.json')
  writeFileSync(file, JSON.stringify({ mcpServers: { notes: { command: 'node', args: ['server.js'] } } }))
  const read = async ({ path }: { path: string }) => path
  const before = await openKvlar({ record: false })
  expect(await before.guard('read_file', read)({ path: file })).toBe(file)
  await before.close()
  expect(user.kvlar('wrap').status).toBe(0)
  await using kvlar = await openKvlar({ record: false })
  const guarded = kvlar.guard('read_file', read)
  await expect(guarded({ path: file })).rejects.toMatchObject({ code: 'KVLAR_PROTECTED_PATH' })
  expect(await guarded({ path: join(folder, 'notes.md') })).toBe(join(folder, 'notes.md'))
})

test('settings hold against the environment, and that against the defaults', async () => {
  const said = join(user.home, 'said.db')
  const named = join(user.home, 'named.db')
  vi.stubEnv('KVLAR_APPROVALS_DB', said)
  const fromEnvironment = await openKvlar()
  await fromEnvironment.approvals()
  await fromEnvironment.close()
  expect([existsSync(said), existsSync(named)]).toEqual([true, false])
  const explicit = await openKvlar({ approvals: { queue: named } })
  await explicit.approvals()
  await explicit.close()
  expect(existsSync(named)).toBe(true)
  vi.stubEnv('KVLAR_APPROVALS_DB', '')
  const usual = await openKvlar()
  await usual.approvals()
  await usual.close()
  expect(existsSync(join(user.home, 'state', 'kvlar', 'approvals', 'approvals.db'))).toBe(true)
})

test('records where it is told, under whom it is told', async () => {
  const dir = join(user.home, 'elsewhere')
  const principal = { id: 'ana', kind: 'user', roles: ['support'] } as const
  const kvlar = await openKvlar({ record: { dir }, agentId: 'desk', principal })
  await kvlar.guard('read_order', async () => 'order')({})
  await kvlar.close()
  const { out } = user.kvlar('audit', 'tail', dir, '--json')
  const entries = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object)
  expect(entries).toContainEqual(expect.objectContaining({ kind: 'decided', principal, agent_id: 'desk' }))
  expect(existsSync(join(user.home, 'state', 'kvlar', 'audit'))).toBe(false)
})
