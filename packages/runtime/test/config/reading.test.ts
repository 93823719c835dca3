import { ConfigError } from '@kvlar/core'
import { createDrift } from '@kvlar/gate'
import { loadConfig, readConfig } from '@kvlar/runtime/config'
import { expect, test } from 'vitest'

function problemsOf(text: string): readonly string[] {
  const read = readConfig({ file: 'kvlar.yaml', text })
  if (read.ok) throw new Error('the configuration loads')
  return read.diagnostics.map(({ line, column, code }) => `${line}:${column} ${code}`)
}

test('a configuration needs nothing but policies', () => {
  expect(loadConfig({ policy_paths: ['a.yaml', 'b.toml'] })).toEqual({
    file: '<object>',
    policyPaths: ['a.yaml', 'b.toml'],
    transport: 'stdio',
    upstreamArgs: [],
    auditEnabled: true,
    hotReload: false,
    warnings: [],
  })
})

test('identity, server name and audit are read from YAML, JSON and TOML alike', () => {
  const expected = {
    redisUrl: 'redis://db',
    serverName: 'files',
    agentId: 'ops',
    principal: { id: 'ana', kind: 'agent', roles: ['support'] },
    auditEnabled: false,
    auditFile: 'audit/a.log',
  }
  const json = {
    policy_paths: ['p.yaml'],
    redis_url: 'redis://db',
    server_name: 'files',
    agent_id: 'ops',
    principal: { id: 'ana', roles: ['support'] },
    audit_enabled: false,
    audit_file: 'audit/a.log',
  }
  expect(loadConfig({ file: 'k.json', text: JSON.stringify(json) })).toMatchObject(expected)
  const toml = `policy_paths = ["p.yaml"]
redis_url = "redis://db"
server_name = "files"
agent_id = "ops"
audit_enabled = false
audit_file = "audit/a.log"
[principal]
id = "ana"
roles = ["support"]
`
  expect(loadConfig({ file: 'k.toml', text: toml })).toMatchObject(expected)
})

test('what stands beside the policies is read, in whatever format, and only where it is written', () => {
  const both = { policy_paths: ['p.yaml'], invariants: 'floor.yaml', drift: { session_age: '8h', rate: 200 } }
  const expected = {
    invariants: 'floor.yaml',
    drift: { sessionAge: { maxMs: 8 * 3_600_000 }, rate: { warnAbove: 60, maxPerMinute: 200 } },
  }
  expect(loadConfig(both)).toMatchObject(expected)
  const toml =
    'policy_paths = ["p.yaml"]\ninvariants = "floor.yaml"\n[drift]\nsession_age = "8h"\nrate = 200\n'
  expect(loadConfig({ file: 'k.toml', text: toml })).toMatchObject(expected)
  const drift = (text: string) =>
    loadConfig({ file: 'k.yaml', text: `policy_paths: [p]\ndrift: ${text}` }).drift
  expect([drift('true'), drift('false'), drift('{rate: false}'), drift('{session_age: false}')]).toEqual([
    {},
    false,
    { rate: false },
    { sessionAge: false },
  ])
  for (const one of [true, { rate: false }, { session_age: '1h' }])
    expect(() => createDrift(loadConfig({ policy_paths: ['p'], drift: one }).drift || {})).not.toThrow()
})

test('failing open is an error, always', () => {
  expect(problemsOf('policy_paths: [p]\nfail_open: true')).toEqual(['2:12 CONFIG_FAIL_OPEN'])
  expect(readConfig({ policy_paths: ['p'], fail_open: false }).ok).toBe(true)
})

test('another transport than stdio is refused as not available yet, not as unknown', () => {
  expect(problemsOf('policy_paths: [p]\ntransport: tcp')).toEqual(['2:12 CONFIG_NOT_AVAILABLE'])
  expect(problemsOf('policy_paths: [p]\ntransport: htpp')).toEqual(['2:12 CONFIG_BAD_VALUE'])
})

test('keys of later capabilities load with a warning', () => {
  const text = 'policy_paths: [p]\nlisten_addr: a\nupstream_addr: b\n'
  const read = readConfig({ file: 'k.yaml', text })
  expect(read.ok && read.warnings.map(({ line, code }) => [line, code])).toEqual(
    [2, 3].map((line) => [line, 'CONFIG_LATER_KEY']),
  )
})

test('all problems are found at once, and the exception carries them', () => {
  const text = 'policy_path: [p]\naudit_enabled: yes\nprincipal: {kind: robot}\n'
  expect(problemsOf(text)).toEqual([
    '1:1 CONFIG_UNKNOWN_KEY',
    '2:16 CONFIG_WRONG_TYPE',
    '3:12 CONFIG_MISSING_KEY',
    '3:19 CONFIG_BAD_VALUE',
  ])
  const load = () => loadConfig({ file: 'k.yaml', text })
  expect(load).toThrow(ConfigError)
  expect(load).toThrow('k.yaml:1:1: `policy_path` is not a key of a configuration; refusing it (and 3 more)')
})

test('the configuration of the 0.2 announcement loads as it was printed', () => {
  const config = loadConfig({
    file: 'kvlar.yaml',
    text: `policy_paths:
  - "./policies/production.yaml"
hot_reload: true
transport: stdio
upstream_command: "npx"
upstream_args: ["@modelcontextprotocol/server-filesystem", "/workspace"]
`,
  })
  expect(config).toMatchObject({
    policyPaths: ['./policies/production.yaml'],
    transport: 'stdio',
    upstreamCommand: 'npx',
    upstreamArgs: ['@modelcontextprotocol/server-filesystem', '/workspace'],
    auditEnabled: true,
    hotReload: true,
  })
  expect(config.warnings).toEqual([])
})

test('a moment without a zone, or that does not exist, is none', () => {
  for (const until of ['2026-12-24', '2026-12-24T09:00:00', '2026-02-30T09:00:00Z', 'tomorrow'])
    expect(problemsOf(`policy_paths: [p]\nshadow:\n  until: ${JSON.stringify(until)}`)).toEqual([
      '3:10 CONFIG_BAD_VALUE',
    ])
})
