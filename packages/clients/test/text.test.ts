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

  it('that holds no server stays as it is', () => {
    const text = '\ufeff{ "theme": "dark" /* the rest is elsewhere */ }'
    expect(wrapConfig(openConfig(firstFileOf('cursor'), text, 'x'), SETTINGS, 'x')).toEqual({
      text,
      servers: [],
    })
  })
})
