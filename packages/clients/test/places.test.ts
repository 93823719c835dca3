import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layOutHome, type Workbench } from './workbench.ts'

function actions(plan: ReturnType<Workbench['wrap']>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    plan.files.flatMap(({ servers }) => servers.map(({ name, action }) => [name, action])),
  )
}

describe('a file without servers holds none, and is nobody’s fault', () => {
  it.each([
    ['nothing', 'mcp.json', ''],
    ['white space', 'mcp.json', ' \r\n\t'],
    ['a byte-order mark', 'mcp.json', '\ufeff'],
    ['comments alone', 'mcp.json', '\ufeff// servers go here\n/* { */\n'],
    ['an empty map', 'mcp.json', '{}'],
    ['an empty list', 'mcp.json', '[]'],
    ['null', 'mcp.json', 'null'],
    ['a text', 'mcp.json', '"mcpServers"'],
    ['servers that are null', 'mcp.json', '{"mcpServers":null}'],
    ['an empty list of servers', 'mcp.json', '{"mcpServers":[],"servers":{}}'],
    ['comments alone in TOML', 'config.toml', '# none\n'],
    ['comments alone in YAML', 'config.yaml', '# none\n---\n'],
    ['null in YAML', 'config.yaml', '~'],
  ])('%s', (_what, file, text) => {
    const bench = layOutHome()
    const config = bench.write(file, text)
    const plan = bench.wrap({ config })
    expect(plan.problems).toEqual([])
    expect(plan.files.map(({ servers, changed }) => ({ servers, changed }))).toEqual([
      { servers: [], changed: false },
    ])
    expect(bench.unwrap({ config }).problems).toEqual([])
  })

  it('and one in UTF-16 is named, while the others are wrapped', () => {
    const bench = layOutHome()
    const text = '{"mcpServers":{"a":{"command":"x"}}}'
    bench.write('.cursor/mcp.json', Buffer.from(`\ufeff${text}`, 'utf16le'))
    bench.write('.gemini/settings.json', '{}')
    bench.write('.lmstudio/mcp.json', text)
    const plan = bench.wrap()
    expect(plan.problems.map(({ error }) => error.code)).toEqual(['WRAP_FILE_NOT_UTF8'])
    expect(actions(plan)).toEqual({ a: 'wrap' })
  })
})

/** Ways to write one server. */
const entry = fc.constantFrom<object>(
  { command: 'npx', args: ['-y', 'x'] },
  { type: 'stdio', command: 'npx' },
  { command: 'npx', url: '', baseUrl: '' },
  { command: 'npx', serverUrl: ' ', env: { A: 'b' } },
  { command: ['npx', '-y', 'x'] },
  { cmd: 'npx', args: [] },
  { command: { path: 'npx', args: ['x'] } },
  { transport: { type: 'stdio', command: 'npx', args: ['x'] } },
  { command: 'npx', isActive: false },
)

/** A list of servers, as a map by names or as entries that name themselves. */
const list = fc
  .tuple(entry, entry, fc.constantFrom('map', 'name', 'key', 'id', 'label'))
  .map(([a, b, kind]) =>
    kind === 'map'
      ? { a, b }
      : [
          { [kind]: 'a', ...a },
          { ...b, [kind]: 'b' },
        ],
  )

/** Places at which programs keep such a list. */
const place = fc.constantFrom(
  ['mcpServers'],
  ['servers'],
  ['mcp', 'servers'],
  ['mcp.servers'],
  ['mcp'],
  ['amp.mcpServers'],
  ['settings', 'mcp', 'servers'],
  ['settings', 'mcp.servers'],
  ['powers', 'mcpServers'],
  ['experimental', 'modelContextProtocolServers'],
  ['profiles', 'work', 'mcp-servers'],
  ['context_servers'],
)

function below(keys: readonly string[], value: unknown): unknown {
  return keys.reduceRight((inner, key) => ({ note: ['x'], [key]: inner }), value)
}

it('servers are found wherever a key is named for them, and come back byte for byte', () => {
  const bench = layOutHome()
  fc.assert(
    fc.property(place, list, (keys, servers) => {
      const text = JSON.stringify(below(keys, servers), null, 1)
      const config = bench.write('some.json', text)
      const plan = bench.wrap({ config })
      expect(actions(plan)).toEqual({ a: 'wrap', b: 'wrap' })
      bench.write('some.json.pre-kvlar.1', text)
      bench.write('some.json', plan.files[0]!.after)
      expect(actions(bench.wrap({ config }))).toEqual({ a: 'already', b: 'already' })
      expect(bench.unwrap({ config }).files[0]!.after).toBe(text)
    }),
    { numRuns: 150, seed: 21 },
  )
})

it('a file that holds nothing but servers is a list of them', () => {
  const bench = layOutHome()
  fc.assert(
    fc.property(list, (servers) => {
      const config = bench.write('plugin.mcp.json', JSON.stringify(servers))
      expect(actions(bench.wrap({ config }))).toEqual({ a: 'wrap', b: 'wrap' })
    }),
    { numRuns: 40, seed: 22 },
  )
})

it('what starts a command anywhere else is left alone, and named', () => {
  const bench = layOutHome()
  const somewhere = fc.constantFrom(['tools'], ['plugins', 'x'], ['a', 'b', 'c'], ['servers', 'deep'])
  fc.assert(
    fc.property(somewhere, (keys) => {
      const text = JSON.stringify({
        mcpServers: { good: { command: 'x' } },
        ...(below(keys, { odd: { command: 'npx', args: ['-y', 'x'] } }) as object),
      })
      const plan = bench.wrap({ config: bench.write('mcp.json', text) })
      expect(actions(plan)).toMatchObject({ good: 'wrap', odd: 'refuse' })
      expect(plan.files[0]!.servers.at(-1)!.reason).toMatch(/starts a command at `/)
    }),
    { numRuns: 20, seed: 23 },
  )
})

it('commands that are no servers are not taken for any', () => {
  const bench = layOutHome()
  const config = bench.write(
    'settings.json',
    JSON.stringify({
      hooks: { BeforeTool: [{ matcher: '*', hooks: [{ type: 'command', command: 'check.sh' }] }] },
      statusLine: { type: 'command', command: 'line.sh' },
      tasks: { tasks: [{ type: 'shell', command: 'make', args: ['all'] }] },
      lsp: { rust: { command: ['rust-analyzer'] } },
      inputs: [{ type: 'command', id: 'key', command: 'extension.ask', args: {} }],
      note: { command: { name: 'x' } },
    }),
  )
  expect(actions(bench.wrap({ config }))).toEqual({})
})

describe('VS Code', () => {
  const servers = { weather: { command: 'uvx', args: ['weather-mcp'] } }
  it.each([
    ['its settings', '.config/Code/User/settings.json', { 'editor.fontSize': 13, mcp: { servers } }],
    ['the settings of a profile', '.config/Code/User/profiles/ab/settings.json', { 'mcp.servers': servers }],
    ['the settings of a folder', 'project/.vscode/settings.json', { mcp: { servers } }],
    ['a workspace', 'project/team.code-workspace', { folders: [], settings: { mcp: { servers } } }],
    ['the portable file with its own key', 'project/.mcp.json', { inputs: [], servers }],
  ])('keeps servers in %s', (_what, file, text) => {
    const bench = layOutHome()
    bench.write(file, JSON.stringify(text))
    expect(actions(bench.wrap())).toEqual({ weather: 'wrap' })
  })

  it.each(['.devcontainer/devcontainer.json', '.devcontainer.json', '.devcontainer/api/devcontainer.json'])(
    'starts those of %s in a container, where Kvlar is not: they are named',
    (file) => {
      const bench = layOutHome()
      bench.write(`project/${file}`, JSON.stringify({ customizations: { vscode: { mcp: { servers } } } }))
      const [planned] = bench.wrap().files
      expect(planned).toMatchObject({ changed: false, servers: [{ name: 'weather', action: 'refuse' }] })
    },
  )

  it('has settings without servers, which are not mentioned, broken or not', () => {
    const bench = layOutHome()
    bench.write('.config/Code/User/settings.json', '{ "a": { "command": "x", "args": [] }, // c\n }')
    bench.write('project/.vscode/settings.json', '{ "half": ')
    bench.write('project/team.code-workspace', '{ "mcp": ')
    const plan = bench.wrap()
    expect(plan.files).toEqual([])
    expect(plan.problems.map(({ path }) => path)).toEqual([`${bench.home}/project/team.code-workspace`])
  })
})

it('a file that has servers at two kinds of places loses none on the way back', () => {
  const bench = layOutHome()
  const flat = '{"docs":{"command":"npx"}}'
  const config = bench.write('x.json', flat)
  bench.apply(bench.wrap({ config }))
  bench.write('x.json', readFileSync(config, 'utf8').replace('{', '{"mcpServers":{"b":{"command":"y"}},'))
  expect(actions(bench.wrap({ config }))).toEqual({ b: 'wrap', docs: 'already' })
  bench.apply(bench.unwrap({ config }))
  expect(readFileSync(config, 'utf8')).toBe(flat.replace('{', '{"mcpServers":{"b":{"command":"y"}},'))
})
