import { CLIENTS, type ClientFile } from '@kvlar/clients'
import { openConfig, unwrapConfig, wrapConfig } from '@kvlar/clients/text'
import { describe, expect, it } from 'vitest'

const SETTINGS = {
  launcher: { node: '/opt/node/bin/node', entry: '/opt/kvlar/main.js' },
  defaultPolicies: ['/home/ana/.kvlar/policy.yaml'],
}
const HEAD =
  '"/opt/kvlar/main.js", "proxy", "--stdio", "--server", "git", "--policy", "/home/ana/.kvlar/policy.yaml"'

/** A server in the format of each client that has one of its own. */
const TEXTS: readonly (readonly [string, string])[] = [
  [
    'cursor',
    '\ufeff{\r\n  // tools\r\n  "mcpServers": { "git": { "command": "uvx", "args": ["git"] } },\r\n}',
  ],
  ['codex', '# tools\n[mcp_servers.git]\ncommand = "uvx"\nargs = ["git"]\n'],
  ['goose', 'extensions:\n  git: # tools\n    cmd: "uvx"\n    args: ["git"]\n'],
]

function firstFileOf(id: string): ClientFile {
  const file = CLIENTS.find((client) => client.id === id)?.files[0]
  if (file === undefined) throw new Error(`no client ${id}`)
  return file
}

describe('a text of a client, without a disk', () => {
  it.each(TEXTS)('is wrapped and unwrapped to the same characters: %s', (id, text) => {
    const file = firstFileOf(id)
    const wrapped = wrapConfig(openConfig(file, text, 'x'), SETTINGS, 'x')
    expect(wrapped.servers).toMatchObject([{ name: 'git', action: 'wrap' }])
    expect(wrapped.text).toContain(HEAD)
    const choice = { filter: {}, originals: [], file: 'x' }
    const back = unwrapConfig(openConfig(file, wrapped.text, 'x'), choice)
    expect(back).toMatchObject({ text, unedited: false, servers: [{ action: 'unwrap' }] })
    expect(unwrapConfig(openConfig(file, text, 'x'), choice)).toMatchObject({ text, unedited: true })
  })

  it('may hold long texts about other things', () => {
    const text = `instructions = """\n${'Be brief. '.repeat(50_000)}"""\n[mcp_servers.git]\ncommand = "uvx"\n`
    const wrapped = wrapConfig(openConfig(firstFileOf('codex'), text, 'x'), SETTINGS, 'x')
    expect(wrapped.servers).toMatchObject([{ name: 'git', action: 'wrap' }])
    expect(wrapped.text.startsWith(text.slice(0, -'"uvx"\n'.length))).toBe(true)
  })

  it('that holds no server stays as it is', () => {
    const text = '\ufeff{ "theme": "dark" /* the rest is elsewhere */ }'
    expect(wrapConfig(openConfig(firstFileOf('cursor'), text, 'x'), SETTINGS, 'x')).toEqual({
      text,
      servers: [],
    })
  })

  it.each([
    ['{\n  "a": 1\n  "b": 2\n}', 'a comma or the closing bracket is missing', 3, 3],
    ['{ "a": [1, 2 }', 'a comma or the closing bracket is missing', 1, 14],
    ['{ "a": }', 'a value is missing', 1, 8],
    ['{ "a" 1 }', 'a colon is missing', 1, 7],
    ['{ "a": 1, 2: 3 }', 'a key in quotes is missing', 1, 11],
    ['{ "a": 1', 'the file ends where a comma or the closing bracket should be', 1, 9],
    ['{ "a": "b\n" }', 'the string does not end in its line', 1, 8],
    [
      '{ "a": "\\x41" }',
      'the string holds a line break, another control character or an unknown escape',
      1,
      8,
    ],
    ["{ 'a': 1 }", 'what stands here is no JSON', 1, 3],
    ['{ "a": 1e }', 'the number is not written as JSON writes one', 1, 8],
    ['{} /* x', 'the comment does not end', 1, 4],
    ['{} {}', 'text follows the end of the value', 1, 4],
    [`{ "a": ${'['.repeat(300)}${']'.repeat(300)} }`, 'the nesting is too deep', 1, 208],
  ])('that is no JSON is refused with the place and what is wrong: %j', (text, what, line, column) => {
    const open = (): unknown => openConfig(firstFileOf('cursor'), text, 'x')
    expect(open).toThrow(`\`x\` does not parse: ${what}; leaving it as it is`)
    expect(thrownBy(open)).toMatchObject({ diagnostics: [{ line, column }] })
  })
})

function thrownBy(action: () => unknown): unknown {
  try {
    return action()
  } catch (error) {
    return error
  }
}
