import { serverEnvironment } from '@kvlar/clients'
import { readFileSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse as parseToml } from 'smol-toml'
import { parse as parseYaml } from 'yaml'
import { layOutHome, type Workbench } from './workbench.ts'

type Variables = Readonly<Record<string, string>>

/** Names that Kvlar or Node would obey, in the spellings that systems take for the same. */
const obeyed = fc
  .constantFrom(
    'HOME',
    'USERPROFILE',
    'XDG_STATE_HOME',
    'XDG_CONFIG_HOME',
    'APPDATA',
    'LOCALAPPDATA',
    'TMPDIR',
    'PATH',
    'NODE_OPTIONS',
    'NODE_PATH',
    'NODE_EXTRA_CA_CERTS',
    'TS_NODE_PROJECT',
    'LD_PRELOAD',
    'DYLD_INSERT_LIBRARIES',
    'KVLAR_APPROVALS_DB',
    'KVLAR_APPROVERS',
    'KVLAR_SERVER_X',
    'OPENSSL_CONF',
    'SSL_CERT_FILE',
  )
  .chain((name) => fc.constantFrom(name, name, name.toLowerCase()))
const ordinary = fc.constantFrom('TOKEN', 'API_KEY', 'A', 'HOMEPAGE', 'PYTHONPATH', 'node', 'DEBUG')
const variables: fc.Arbitrary<Variables> = fc.dictionary(
  fc.oneof(obeyed, ordinary),
  fc.constantFrom('', 'x', '/srv/accounts/work', '${input:key}', '--inspect=127.0.0.1:9339'),
  { maxKeys: 5, noNullPrototype: true },
)

/** An entry in each format and layout, and how its variables are read back. */
const LAYOUTS: Readonly<
  Record<string, { file: string; write: (env: Variables) => string; read: (text: string) => unknown }>
> = {
  'JSON, escaped': {
    file: 'mcp.json',
    write: (env) =>
      `{"mcpServers":{"a":{"env":{${pairs(env, (name) => `"\\u${name.charCodeAt(0).toString(16).padStart(4, '0')}${name.slice(1)}"`, ' : ')}},"command":"x"}}}`,
    read: (text) => (JSON.parse(text) as Tree)['mcpServers']!['a']!['env'],
  },
  'JSON on lines': {
    file: 'mcp.json',
    write: (env) => JSON.stringify({ mcpServers: { a: { command: 'x', args: ['-y'], env } } }, null, '\t'),
    read: (text) => (JSON.parse(text) as Tree)['mcpServers']!['a']!['env'],
  },
  'a TOML table': {
    file: 'config.toml',
    write: (env) =>
      `[mcp_servers.a]\ncommand = "x"\n[mcp_servers.a.env]\n${lines(env, (name) => `"${name}"`, ' = ')}\n`,
    read: (text) => (parseToml(text) as unknown as Tree)['mcp_servers']!['a']!['env'],
  },
  'dotted TOML': {
    file: 'config.toml',
    write: (env) => `[mcp_servers.a]\ncommand = "x"\n${lines(env, (name) => `env . ${name}`, '=')}\n`,
    read: (text) => (parseToml(text) as unknown as Tree)['mcp_servers']!['a']!['env'],
  },
  'inline TOML': {
    file: 'config.toml',
    write: (env) => `[mcp_servers.a]\ncommand = "x"\nenv = { ${pairs(env, (name) => name, ' = ')} }\n`,
    read: (text) => (parseToml(text) as unknown as Tree)['mcp_servers']!['a']!['env'],
  },
  YAML: {
    file: 'config.yaml',
    write: (env) =>
      `mcpServers:\r\n  a:\r\n    command: x\r\n    env:${Object.keys(env).length === 0 ? ' {}' : ''}\r\n${lines(env, (name) => `      ${name}`, ': ', '\r\n')}\r\n`,
    read: (text) => (parseYaml(text) as Tree)['mcpServers']!['a']!['env'],
  },
}

type Tree = Record<string, Record<string, Record<string, unknown>>>

function pairs(env: Variables, key: (name: string) => string, colon: string, comma = ', '): string {
  return Object.entries(env)
    .map(([name, value]) => key(name) + colon + JSON.stringify(value))
    .join(comma)
}

function lines(env: Variables, key: (name: string) => string, colon: string, end = '\n'): string {
  return pairs(env, key, colon, end)
}

const OBEYED =
  /^(?:HOME|USERPROFILE|(?:LOCAL)?APPDATA|TMPDIR|PATH|(?:XDG|NODE|TS_NODE|LD|DYLD|OPENSSL)_.*|SSL_CERT_FILE|KVLAR_(?!SERVER_).*)$/i

describe.each(Object.entries(LAYOUTS))('the variables of an entry in %s', (_name, layout) => {
  it('reach the server as they are and Kvlar not at all, and come back byte for byte', () => {
    const bench = layOutHome()
    fc.assert(
      fc.property(variables, (env) => {
        const text = layout.write(env)
        const config = bench.write(layout.file, text)
        const { after, servers } = bench.wrap({ config }).files[0]!
        expect(servers[0]?.action).toBe('wrap')
        const wrapped = (layout.read(after) ?? {}) as Variables
        expect(Object.keys(wrapped).filter((name) => OBEYED.test(name))).toEqual([])
        expect(serverEnvironment(wrapped)).toEqual({ ...env })
        bench.write(layout.file, after)
        bench.write(`${layout.file}.pre-kvlar.1`, text)
        expect(bench.wrap({ config }).files[0]!.changed).toBe(false)
        expect(bench.unwrap({ config }).files[0]!.after).toBe(text)
      }),
      { numRuns: 40, seed: 9 },
    )
  })
})

const refused = (bench: Workbench, file: string, text: string): string => {
  const [server] = bench.wrap({ config: bench.write(file, text) }).files[0]!.servers
  return server?.action === 'refuse' ? server.reason : ''
}

describe('variables that Kvlar would obey and that cannot be renamed', () => {
  it.each([
    ['an alias', 'config.yaml', 'x: &e {HOME: /a}\nmcpServers: {a: {command: x, env: *e}}\n'],
    ['a list', 'mcp.json', '{"mcpServers":{"a":{"command":"x","env":["NODE_OPTIONS=--inspect"]}}}'],
    ['a name twice', 'mcp.json', '{"mcpServers":{"a":{"command":"x","env":{"HOME":"/a","HOME":"/b"}}}}'],
    [
      'a name that is taken',
      'mcp.json',
      '{"mcpServers":{"a":{"command":"x","env":{"HOME":"/a","KVLAR_SERVER_HOME":"/b"}}}}',
    ],
  ])('leave the entry as it is, and it is said: %s', (_what, file, text) => {
    expect(refused(layOutHome(), file, text)).toMatch(/sets `(?:HOME|NODE_OPTIONS)`, which Kvlar would obey/)
  })
})

it('what somebody writes for Kvlar into an entry that is wrapped stays', () => {
  const bench = layOutHome()
  const config = bench.write('mcp.json', '{"mcpServers":{"a":{"command":"x","env":{"T":"1"}}}}')
  bench.apply(bench.wrap({ config }))
  const mine = readFileSync(config, 'utf8').replace('"T"', '"KVLAR_APPROVALS_DB":"redis://r","HOME":"/h","T"')
  writeFileSync(config, mine)
  const { after } = bench.wrap({ config }).files[0]!
  expect(after).toContain('"KVLAR_APPROVALS_DB":"redis://r","KVLAR_SERVER_HOME":"/h"')
})

it('variables that the client reads from a file are not ours to rename, and that is said', () => {
  const bench = layOutHome()
  const text = (file: string): string => `{"mcpServers":{"a":{"command":"x","envFile":"${file}"}}}`
  const notes = (file: string): string =>
    bench.wrap({ config: bench.write('mcp.json', text(file)) }).files[0]!.notes.join('\n')
  expect(notes('.env')).toContain('`a` takes variables from a file')
  expect(notes('')).not.toContain('variables')
})
