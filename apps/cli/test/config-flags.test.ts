import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { configSchema, loadConfigFile, type ProxyConfig } from '@kvlar/runtime/config'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { parseArguments } from '../src/command-line/arguments.ts'
import type { CommandSpec, Input } from '../src/command-line/command-spec.ts'
import { allSpecs } from '../src/command-line/commands.ts'
import { approvalsServeSpec } from '../src/commands/approvals/serve-spec.ts'
import { servingFlags } from '../src/commands/approvals/serving-flags.ts'
import { configuredHook } from '../src/commands/clients/hook-config.ts'
import { hookSpec } from '../src/commands/clients/hook-spec.ts'
import { proxySpec } from '../src/commands/proxy/proxy-spec.ts'
import { readProxySettings } from '../src/commands/proxy/proxy-settings.ts'
import { serveSettings } from '../src/commands/proxy/serve.ts'
import { serveSpec } from '../src/commands/proxy/serve-spec.ts'
import { readDrain } from '../src/flags/drain-flag.ts'

const folder = mkdtempSync(join(tmpdir(), 'kvlar-config-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const specs = await allSpecs()
/** The commands that take a configuration. */
const RUNNING = ['proxy', 'serve', 'approvals serve', 'hook', 'evaluate']

const page = readFileSync(join(import.meta.dirname, '../../../docs/configuration.md'), 'utf8')
const cells = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
const keyRows = cells
  .filter((row) => row.length === 5)
  .map(([, key = '', flags = '']) => [key, flags] as const)
const reasonRows = cells.filter((row) => row.length === 4)

const flagsIn = (text: string): readonly string[] =>
  [...text.matchAll(/--([a-z-]+)/g)].map(([, name = '']) => name)

test('the commands that take a configuration are those that run', () => {
  const taking = specs.filter(({ flags }) =>
    flags.some(({ name, short }) => name === 'config' && short === 'c'),
  )
  expect(taking.map(({ name }) => name).toSorted()).toEqual(RUNNING.toSorted())
})

test('every flag of a command that runs has a key, or a reason why it has none', () => {
  const said = new Set([
    ...keyRows.flatMap(([, flags]) => flagsIn(flags)),
    ...reasonRows.flatMap((row) => flagsIn(row[1] ?? '')),
  ])
  const missing = specs
    .filter(({ name }) => RUNNING.includes(name))
    .flatMap(({ name, flags }) =>
      flags.filter((flag) => !said.has(flag.name)).map((flag) => `${name} --${flag.name}`),
    )
  expect(missing).toEqual([])
  const known = new Set(specs.flatMap(({ flags }) => flags.map(({ name }) => name)))
  expect([...said].filter((name) => !known.has(name))).toEqual([])
})

test('the page names every key that a configuration may have, and no other', () => {
  const keys = keyRows.map(([key]) => key.replaceAll('`', ''))
  expect(keys.filter((key) => !keysOf(configSchema()).has(key))).toEqual([])
  const parents = new Set(['reviewer'])
  expect([...keysOf(configSchema())].filter((key) => !keys.includes(key) && !parents.has(key))).toEqual([])
})

/** Keys of a schema and of the maps in it, joined by dots; of a principal only itself. */
function keysOf(schema: unknown, path = '', into = new Set<string>()): ReadonlySet<string> {
  if (typeof schema !== 'object' || schema === null || path === 'principal.') return into
  const { properties = {}, anyOf = [] } = schema as { properties?: object; anyOf?: readonly object[] }
  for (const [key, value] of Object.entries(properties)) {
    if (key === 'metadata' || key === '$schema') continue
    into.add(`${path}${key}`)
    keysOf(value, `${path}${key}.`, into)
  }
  for (const one of anyOf) keysOf(one, path, into)
  return into
}

/** The same said by flags and by a file, for every key; paths of the file are relative to it. */
const SAYINGS: readonly (readonly [key: string, words: readonly string[], file: object])[] = [
  ['server_name', ['--server', 's'], { server_name: 's' }],
  ['agent_id', ['--agent-id', 'a'], { agent_id: 'a' }],
  [
    'principal',
    ['--principal-id', 'ana', '--principal-kind', 'user', '--role', 'r'],
    { principal: { id: 'ana', kind: 'user', roles: ['r'] } },
  ],
  ['hot_reload', ['--watch'], { hot_reload: true }],
  [
    'health_hosts',
    ['--health', '9101', '--health-host', 'k.internal'],
    { health_addr: '127.0.0.1:9101', health_hosts: ['k.internal'] },
  ],
  ['audit_enabled', ['--no-audit'], { audit_enabled: false }],
  ['audit_file', ['--audit', join(folder, 'audit')], { audit_file: 'audit' }],
  ['audit_durability', ['--audit-durability', 'disk'], { audit_durability: 'disk' }],
  ['audit_signing', ['--audit-signing', 'every-entry'], { audit_signing: 'every-entry' }],
  ['approvals', ['--no-approvals'], { approvals: false }],
  ['approvals.queue', ['--approvals-db', join(folder, 'q.db')], { approvals: { queue: 'q.db' } }],
  ['approvals.queue', ['--approvals-db', 'redis://h'], { approvals: { queue: 'redis://h' } }],
  ['approvals.page', ['--approvals', '127.0.0.1:1'], { approvals: { page: '127.0.0.1:1' } }],
  [
    'approvals.approvers',
    ['--approvals', '127.0.0.1:1', '--approvers', join(folder, 'a.yaml')],
    { approvals: { page: '127.0.0.1:1', approvers: 'a.yaml' } },
  ],
  ['approvals.notify', ['--no-notify'], { approvals: { notify: false } }],
  ['approvals.hold', ['--approval-hold', '2m'], { approvals: { hold: '2m' } }],
  ['approvals.hold', ['--approval-hold', '0'], { approvals: { hold: 0 } }],
  ['approvals.timeout', ['--approval-timeout', '90'], { approvals: { timeout: '90s' } }],
  ['approvals.webhook', ['--approval-webhook', 'https://h/'], { approvals: { webhook: 'https://h/' } }],
  [
    'approvals.webhook_args',
    ['--approval-webhook', 'https://h/', '--approval-webhook-args', 'full'],
    { approvals: { webhook: 'https://h/', webhook_args: 'full' } },
  ],
  ['invariants', ['--invariants', join(folder, 'i.yaml')], { invariants: 'i.yaml' }],
  ['drift', ['--drift'], { drift: true }],
  ['drift.session_age', ['--drift-age', '1h'], { drift: { session_age: '1h' } }],
  ['drift.rate', ['--drift-rate', '7'], { drift: { rate: 7 } }],
  ['shadow', ['--observe-only'], { shadow: true }],
  ['shadow.until', ['--observe-for', '1d'], { shadow: { until: '2026-12-02T00:00:00Z' } }],
  ['shadow.invariants', ['--observe-only', '--observe-invariants'], { shadow: { invariants: true } }],
  ['redis_url', ['--redis', 'redis://h'], { redis_url: 'redis://h' }],
  ['permits', ['--permits', 'orders'], { permits: 'orders' }],
  ['max_message_mib', ['--max-message-mib', '20'], { max_message_mib: 20 }],
  ['drain', ['--drain', '5'], { drain: '5s' }],
  ['health_addr', ['--health', '127.0.0.1:9101'], { health_addr: '127.0.0.1:9101' }],
  ['home', ['--home', join(folder, 'h')], { home: 'h' }],
  ['state_home', ['--state-home', join(folder, 's')], { state_home: 's' }],
]

const OF_REVIEWER: readonly (readonly [key: string, words: readonly string[], file: object])[] = [
  ['reviewer.health_addr', ['--health', '9102'], { reviewer: { health_addr: '9102' } }],
  ['reviewer.host', ['--host', '10.0.0.1'], { reviewer: { host: '10.0.0.1' } }],
  ['reviewer.port', ['--port', '0'], { reviewer: { port: 0 } }],
  ['reviewer.hostnames', ['--hostname', 'a:1', '--hostname', 'b'], { reviewer: { hostnames: ['a:1', 'b'] } }],
  ['reviewer.secure', ['--secure'], { reviewer: { secure: true } }],
  ['reviewer.files', ['--files', join(folder, 'f')], { reviewer: { files: ['f'] } }],
  ['reviewer.webhook_callback', ['--webhook-callback'], { reviewer: { webhook_callback: true } }],
  ['approvals.queue', ['--db', join(folder, 'q.db')], { approvals: { queue: 'q.db' } }],
  ['approvals.approvers', ['--approvers', join(folder, 'a.yaml')], { approvals: { approvers: 'a.yaml' } }],
  ['audit_enabled', ['--no-audit'], { audit_enabled: false }],
  ['audit_signing', ['--audit-signing', 'every-entry'], { audit_signing: 'every-entry' }],
  ['policy_paths', ['--policy', join(folder, 'p.yaml')], {}],
]

function configured(keys: object): ProxyConfig {
  const file = join(folder, 'kvlar.json')
  writeFileSync(file, JSON.stringify({ policy_paths: ['p.yaml'], ...keys }))
  return loadConfigFile(file)
}

const parsed = <S extends CommandSpec>(spec: S, ...words: readonly string[]): Input<S> =>
  parseArguments(spec, words)

describe('what a flag says is said by its key', () => {
  vi.setSystemTime('2026-12-01T00:00:00Z')
  const proxy = (keys: object, ...words: readonly string[]) => {
    const file = configured(keys).file
    const { config, ...settings } = readProxySettings(
      parsed(proxySpec, '--config', file, ...words, '--', 'server'),
    )
    expect(config?.file).toBe(file)
    return settings
  }

  test.each(SAYINGS)('of the proxy: %s, by %j', (_, words, file) => {
    const [said, unsaid] = [proxy({}, ...words), proxy({})]
    expect(proxy(file)).toEqual(said)
    // Or it would say nothing either way.
    expect(said).not.toEqual(unsaid)
  })

  test.each(OF_REVIEWER)('of the reviewer: %s, by %j', (_, words, file) => {
    const flags = servingFlags(parsed(approvalsServeSpec, ...words).flags, undefined)
    const policy = [join(folder, 'p.yaml')]
    expect(servingFlags(parsed(approvalsServeSpec).flags, configured(file))).toEqual({ ...flags, policy })
    expect(flags).not.toEqual(servingFlags(parsed(approvalsServeSpec).flags, undefined))
  })

  test('every key with a flag is tried', () => {
    const tried = new Set([...SAYINGS, ...OF_REVIEWER].map(([key]) => `\`${key}\``))
    const untried = keyRows
      .filter(([key, flags]) => flags.includes('--') && !tried.has(key))
      .map(([key]) => key)
    // A proxy without it does not start; every other test says it.
    expect(untried).toEqual(['`transport`', '`upstream_command`', '`upstream_args`'])
  })

  test.each([
    ['redis_url', ['--redis', 'redis://h'], { redis_url: 'redis://h' }],
    ['approvals.queue', ['--db', join(folder, 'q.db')], { approvals: { queue: 'q.db' } }],
    ['invariants', ['--invariants', join(folder, 'i.yaml')], { invariants: 'i.yaml' }],
    ['audit_durability', ['--audit-durability', 'disk'], { audit_durability: 'disk' }],
    ['home', ['--home', join(folder, 'h')], { home: 'h' }],
  ])('of hooks and `kvlar serve`: %s, by %j', (_, words, keys) => {
    const plain = configured({}).file
    const said = configuredHook(parsed(hookSpec, ...words).flags, plain)
    const file = configured(keys)
    expect(configuredHook(parsed(hookSpec).flags, file.file)).toEqual(said)
    const served = serveSettings(parsed(serveSpec).flags, file)
    expect(served).toEqual(serveSettings(parsed(serveSpec, ...words).flags, configured({})))
  })
})

describe('a flag holds against the file', () => {
  const kvlar = (keys: object, ...words: readonly string[]) =>
    readProxySettings(parsed(proxySpec, '--config', configured(keys).file, ...words, '--', 'server')).kvlar

  test('whole, where it says one thing', () => {
    expect(kvlar({ audit_enabled: false }, '--audit', '/a').record).toMatchObject({ dir: '/a' })
    expect(kvlar({ audit_file: 'a' }, '--no-audit').record).toBe(false)
    expect(kvlar({ approvals: { page: 'h:1', webhook: 'https://h/' } }, '--no-approvals').approvals).toBe(
      false,
    )
    expect(kvlar({ approvals: false }, '--approvals-db', '/q').approvals).toMatchObject({ queue: '/q' })
    expect(kvlar({ shadow: { invariants: true } }, '--observe-only').observeOnly).toEqual({})
    expect(kvlar({ principal: { id: 'ana', roles: ['admin'] } }, '--principal-id', 'ben')).not.toHaveProperty(
      'roles',
    )
    expect(readDrain({ drain: '0' }, { drainMs: 5 })).toBe(0)
  })

  test('joined, where it says a list', () => {
    expect(kvlar({}, '--policy', 'mine.yaml').policies).toEqual(['mine.yaml', join(folder, 'p.yaml')])
  })
})

describe('the environment', () => {
  test('holds against the file in the place of the queue, and in nothing else', () => {
    vi.stubEnv('KVLAR_APPROVALS_DB', '/elsewhere')
    vi.stubEnv('KVLAR_APPROVERS', '/mine')
    const file = configured({ approvals: { queue: 'q.db', approvers: 'a.yaml' } })
    const flags = servingFlags(parsed(approvalsServeSpec).flags, file)
    vi.unstubAllEnvs()
    // Absent: what opens the queue reads the environment itself.
    expect(flags.db).toBeUndefined()
    expect(flags.approvers).toBe(join(folder, 'a.yaml'))
  })

  test('names no policy, principal, record, shadow mode, and not whether people are asked', () => {
    const settings = () =>
      readProxySettings(parsed(proxySpec, '--config', configured({}).file, '--', 'server'))
    const plain = settings()
    const named = keyRows.flatMap(([key, flags]) => [key.replaceAll('`', '')].concat(flagsIn(flags)))
    for (const name of named) vi.stubEnv(`KVLAR_${name.toUpperCase().replaceAll(/[.-]/g, '_')}`, 'true')
    const stubbed = settings()
    vi.unstubAllEnvs()
    expect(stubbed).toEqual(plain)
  })
})

test('shadow mode that is over is no shadow mode, and the proxy starts', () => {
  const { kvlar } = readProxySettings(
    parsed(
      proxySpec,
      '--config',
      configured({ shadow: { until: '2020-01-01T00:00:00Z' } }).file,
      '--',
      'server',
    ),
  )
  expect(kvlar).not.toHaveProperty('observeOnly')
})
