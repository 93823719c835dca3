import { formatPath } from '@kvlar/clients'
import { planWrap } from '@kvlar/clients/file'
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LAUNCHER, layOutHome, POLICY, type Workbench } from './workbench.ts'

const SERVERS =
  '{"mcpServers":{"git":{"command":"uvx","args":["git"]},"github":{"command":"gh"},"db":{"command":"db"}}}'

function actions(plan: ReturnType<Workbench['wrap']>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    plan.files.flatMap(({ servers }) => servers.map(({ name, action }) => [name, action])),
  )
}

describe('choosing servers', () => {
  it('wraps only the servers asked for, by name or pattern', () => {
    const bench = layOutHome()
    const config = bench.write('mcp.json', SERVERS)
    const only = bench.wrap({ config, only: ['git*'] })
    expect(actions(only)).toEqual({ git: 'wrap', github: 'wrap', db: 'skip-filter' })
    const skip = bench.wrap({ config, only: ['git*'], skip: ['gi?'] })
    expect(actions(skip)).toEqual({ git: 'skip-filter', github: 'wrap', db: 'skip-filter' })
  })

  it('names the patterns that no server matches', () => {
    const bench = layOutHome()
    const config = bench.write('mcp.json', SERVERS)
    expect(bench.wrap({ config, only: ['git', 'gti'], skip: ['x*'] }).unmatched).toEqual(['gti', 'x*'])
  })

  it('unwraps one server and leaves the others behind Kvlar', () => {
    const bench = layOutHome()
    const config = bench.write('mcp.json', SERVERS)
    bench.apply(bench.wrap({ config }))
    const plan = bench.unwrap({ config, only: ['github'] })
    expect(actions(plan)).toEqual({ git: 'skip-filter', github: 'unwrap', db: 'skip-filter' })
    bench.apply(plan)
    expect(actions(bench.wrap({ config }))).toEqual({ git: 'already', github: 'wrap', db: 'already' })
    bench.apply(bench.unwrap({ config }))
    expect(readFileSync(config, 'utf8')).toBe(SERVERS)
  })

  it('goes back through several wraps to the first bytes', () => {
    const bench = layOutHome()
    const config = bench.write('mcp.json', SERVERS)
    bench.apply(bench.wrap({ config, only: ['git'] }))
    bench.apply(bench.wrap({ config, only: ['db'] }))
    bench.apply(bench.wrap({ config, launcher: { node: '/n2', entry: '/k2' } }))
    const plan = bench.unwrap({ config })
    expect(plan.files[0]!.method).toBe('restore')
    bench.apply(plan)
    expect(readFileSync(config, 'utf8')).toBe(SERVERS)
  })
})

describe('servers that are wrapped already', () => {
  it('keep their policies unless others are asked for', () => {
    const bench = layOutHome()
    const config = bench.write('mcp.json', SERVERS)
    bench.apply(
      bench.wrap({
        config,
        policies: ['/etc/strict.yaml', '/etc/more.yaml'],
        proxyConfig: '/etc/kvlar.yaml',
      }),
    )
    const kept = bench.wrap({ config })
    expect(kept.files[0]!.changed).toBe(false)
    expect(kept.files[0]!.servers[0]!.policies).toEqual(['/etc/strict.yaml', '/etc/more.yaml'])
    const asked = bench.wrap({ config, policies: [POLICY] })
    expect(actions(asked)).toEqual({ git: 'update', github: 'update', db: 'update' })
    expect(asked.files[0]!.after).toContain('"--config", "/etc/kvlar.yaml"')
    expect(asked.files[0]!.after).not.toContain('strict')
  })

  it('keep flags that somebody added by hand, and say so', () => {
    const bench = layOutHome()
    const config = bench.write('mcp.json', SERVERS)
    bench.apply(bench.wrap({ config, only: ['git'] }))
    writeFileSync(config, readFileSync(config, 'utf8').replace('"--policy"', '"--role","intern","--policy"'))
    const plan = bench.wrap({ config, only: ['git'], launcher: { node: '/n2', entry: '/k2' } })
    expect(plan.files[0]!.servers[0]).toMatchObject({ action: 'update', keptFlags: ['--role', 'intern'] })
    expect(plan.files[0]!.after).toContain('"--role"')
    bench.apply(plan)
    bench.apply(bench.unwrap({ config }))
    expect(readFileSync(config, 'utf8')).toBe(SERVERS)
  })

  it('are recognised in the form an older Kvlar wrote', () => {
    const bench = layOutHome()
    const text = `{"mcpServers":{"fs":{"command":"/usr/local/bin/kvlar","args":["proxy","--stdio","--policy","/p.yaml","--","npx","-y","fs"]}}}`
    const config = bench.write('mcp.json', text)
    const plan = bench.wrap({ config })
    expect(plan.files[0]!.servers[0]).toMatchObject({ action: 'update', policies: ['/p.yaml'] })
    bench.apply(bench.unwrap({ config }))
    expect(JSON.parse(readFileSync(config, 'utf8'))).toEqual({
      mcpServers: { fs: { command: 'npx', args: ['-y', 'fs'] } },
    })
  })

  it('are unwrapped when they are disabled, too', () => {
    const bench = layOutHome()
    const config = bench.write('mcp.json', SERVERS)
    bench.apply(bench.wrap({ config, only: ['git'] }))
    writeFileSync(config, readFileSync(config, 'utf8').replace('"git":{', '"git":{"disabled":true,'))
    bench.apply(bench.unwrap({ config }))
    expect(readFileSync(config, 'utf8')).toBe(SERVERS.replace('"git":{', '"git":{"disabled":true,'))
  })

  it('are not taken for wrapped because a server of its own has a proxy command', () => {
    const bench = layOutHome()
    const text =
      '{"mcpServers":{"x":{"command":"node","args":["srv.js","proxy","--stdio","--server","x","--","y"]}}}'
    const config = bench.write('mcp.json', text)
    expect(actions(bench.wrap({ config }))).toEqual({ x: 'wrap' })
    expect(actions(bench.unwrap({ config }))).toEqual({ x: 'not-wrapped' })
  })
})

describe('servers that cannot be wrapped', () => {
  const refusals: readonly (readonly [string, string, RegExp])[] = [
    ['a name that would be read as a flag', '{"mcpServers":{"--policy":{"command":"x"}}}', /flag/],
    ['an empty name', '{"mcpServers":{"":{"command":"x"}}}', /no name/],
    ['control characters in its name', '{"mcpServers":{"a\\nb":{"command":"x"}}}', /control/],
    ['half a surrogate pair in its name', '{"mcpServers":{"\\ud800":{"command":"x"}}}', /control/],
    ['a variable in its name', '{"mcpServers":{"${HOME}":{"command":"x"}}}', /variable/],
    ['both a command and an address', '{"mcpServers":{"a":{"command":"x","url":"https://x"}}}', /address/],
    ['arguments that are no list', '{"mcpServers":{"a":{"command":"x","args":"-y"}}}', /not a list/],
    ['an argument that is no string', '{"mcpServers":{"a":{"command":"x","args":[{}]}}}', /not a string/],
    ['a command that is no string', '{"mcpServers":{"a":{"command":5}}}', /not a string/],
  ]

  it.each(refusals)('with %s are refused with the reason and left as they are', (_what, text, reason) => {
    const bench = layOutHome()
    const config = bench.write('mcp.json', text)
    const [file] = bench.wrap({ config }).files
    expect(file!.servers[0]).toMatchObject({
      action: 'refuse',
      reason: expect.stringMatching(reason) as string,
    })
    expect(file!.changed).toBe(false)
  })

  it.each([
    ['an anchor', 'mcpServers:\n  - name: a\n    command: x\n    args: &shared [y]\n'],
    ['an alias', 'x: &shared [y]\nmcpServers:\n  - name: a\n    command: x\n    args: *shared\n'],
    ['a tag', 'mcpServers:\n  - name: a\n    command: !!str x\n'],
    ['a scalar of several lines', 'mcpServers:\n  - name: a\n    command: |\n      x\n'],
  ])('with %s in YAML are refused, because editing them could change other entries', (what, text) => {
    const bench = layOutHome()
    const config = bench.write('config.yaml', text)
    const [file] = bench.wrap({ config, clients: ['continue'] }).files
    expect(file!.servers[0]).toMatchObject({
      action: 'refuse',
      reason: expect.stringContaining(what) as string,
    })
  })

  it('an entry that several places share is refused as a whole file', () => {
    const bench = layOutHome()
    const text = 'copy: *a\n'
    const config = bench.write(
      'config.yaml',
      `extensions:\n  one: &a\n    type: stdio\n    cmd: x\n    args: []\n${text}`,
    )
    const plan = bench.wrap({ config, clients: ['goose'] })
    expect(plan.problems.map(({ error }) => error.code)).toEqual(['WRAP_EDIT_UNSAFE'])
  })
})

describe('options', () => {
  it.each([
    ['a relative policy', { policies: ['policy.yaml'] }],
    ['a relative entry', { launcher: { node: '/n', entry: 'main.js' } }],
    ['a path a client would expand', { policies: ['/home/$USER/policy.yaml'] }],
    ['no policy at all', { defaultPolicies: [] }],
    ['a Windows path elsewhere', { policies: ['C:\\policy.yaml'] }],
  ])('with %s are refused', (_what, options) => {
    const bench = layOutHome()
    expect(() => bench.wrap(options)).toThrow(expect.objectContaining({ code: 'WRAP_OPTION_INVALID' }))
  })

  it('take the paths of Windows on Windows', () => {
    const bench = layOutHome({ platform: 'win32' })
    const config = bench.write('mcp.json', SERVERS)
    const launcher = { node: 'C:\\Program Files\\nodejs\\node.exe', entry: '\\\\share\\kvlar\\main.js' }
    const plan = bench.wrap({ config, launcher, defaultPolicies: ['D:/policy.yaml'] })
    expect(JSON.parse(plan.files[0]!.after)).toMatchObject({ mcpServers: { db: { command: launcher.node } } })
    bench.apply(plan)
    expect(actions(bench.wrap({ config, launcher, defaultPolicies: ['D:/policy.yaml'] }))['db']).toBe(
      'already',
    )
    expect(() => bench.wrap({ config, launcher, defaultPolicies: ['\\policy.yaml'] })).toThrow()
  })

  it('with a client that does not exist name those that do', () => {
    const bench = layOutHome()
    expect(() => bench.wrap({ clients: ['emacs'] })).toThrow(
      expect.objectContaining({
        code: 'WRAP_CLIENT_UNKNOWN',
        diagnostics: [expect.objectContaining({ help: expect.stringContaining('claude-desktop') as string })],
      }),
    )
  })
})

it('the wrapped entry, started as a client starts it, runs the original command with the words it had', () => {
  const bench = layOutHome()
  const echo = bench.write('echo.mjs', 'process.stdout.write(JSON.stringify(process.argv.slice(2)))')
  const words = ['two words', '', '"quoted"', '--', '--policy', '$HOME', 'ünï', '*', "it's"]
  const entry = bench.write(
    'entry.mjs',
    `import { spawnSync } from 'node:child_process'
     const [command, ...args] = process.argv.slice(process.argv.indexOf('--') + 1)
     spawnSync(command, args, { stdio: 'inherit' })`,
  )
  const text = JSON.stringify({ mcpServers: { echo: { command: process.execPath, args: [echo, ...words] } } })
  const config = bench.write('mcp.json', text)
  bench.apply(bench.wrap({ config, launcher: { node: process.execPath, entry } }))
  const wrapped = JSON.parse(readFileSync(config, 'utf8')) as {
    mcpServers: { echo: { command: string; args: string[] } }
  }
  const { command, args } = wrapped.mcpServers.echo
  expect(JSON.parse(spawnSync(command, args, { encoding: 'utf8' }).stdout)).toEqual(words)
})

it('new words are laid out like those that are there, with the line ends of the file', () => {
  const bench = layOutHome()
  const lines = ['{', '\t"mcpServers": {', '\t\t"a": {', '\t\t\t"args": [', '\t\t\t\t"one" // 1', '\t\t\t],']
  const config = bench.write('mcp.json', [...lines, '\t\t\t"command": "x"', '\t\t}', '\t}', '}'].join('\r\n'))
  const after = bench.wrap({ config }).files[0]!.after.split('\r\n')
  const words = [LAUNCHER.entry, 'proxy', '--stdio', '--server', 'a', '--policy', POLICY, '--', 'x']
  expect(after.slice(4, 13)).toEqual(words.map((word) => `\t\t\t\t"${word}",`))
  expect(after.slice(13)).toEqual([
    '\t\t\t\t"one" // 1',
    '\t\t\t],',
    `\t\t\t"command": "${LAUNCHER.node}"`,
    '\t\t}',
    '\t}',
    '}',
  ])
})

it('new arguments find their line where the file ends without one', () => {
  const bench = layOutHome()
  const text = '[mcp_servers.a]\ncommand = "x" # the end'
  const config = bench.write('config.toml', text)
  const { after } = bench.wrap({ config }).files[0]!
  expect(after).toMatch(/^command = "[^"]+" # the end\nargs = \[.*\]$/m)
  bench.write('config.toml.pre-kvlar.1', text)
  bench.write('config.toml', after)
  expect(bench.unwrap({ config }).files[0]!.after).toBe(text)
})

it('what older YAML readers take for a line break is written as an escape', () => {
  const bench = layOutHome()
  const config = bench.write('config.yaml', 'extensions:\n  "a\u2028b":\n    cmd: x\n    args: []\n')
  const { after } = bench.wrap({ config, clients: ['goose'] }).files[0]!
  expect(after).toContain('"--server", "a\\u2028b"')
})

it('the diff of a plan shows the command whole and no value of env or headers', () => {
  const bench = layOutHome()
  const config = bench.write(
    'mcp.json',
    `{
  "mcpServers": {
    "a": {
      "command": "npx",
      "args": ["-y", "srv", "--api-key", "s3cret-arg", "--token=s3cret-inline", "-H", "Authorization: Bearer s3cret-header"],
      "env": { "HARMLESS": "s3cret-env" },
      "headers": { "X": "s3cret-x" },
      "apiKey": "s3cret-key"
    }
  }
}
`,
  )
  const [file] = bench.wrap({ config }).files
  expect(file!.diff).toContain('"npx", "-y", "srv", "--api-key"')
  expect(file!.diff).not.toContain('s3cret')
  expect(file!.after.match(/s3cret/g)).toHaveLength(6)
})

it('the two places of opencode are told apart', () => {
  const bench = layOutHome()
  const config = bench.write(
    'opencode.json',
    '{"mcp":{"servers":{"inner":{"type":"local","command":["x"]}},"outer":{"type":"local","command":["y"]}}}',
  )
  const plan = bench.wrap({ config, clients: ['opencode'] })
  const paths = plan.files[0]!.servers.map(({ path }) => formatPath(path))
  expect(paths).toEqual(['mcp.servers.inner', 'mcp.outer'])
})

it('a list of arguments that somebody has laid out otherwise since is emptied all the same', () => {
  const bench = layOutHome()
  const config = bench.write('config.yaml', 'mcpServers:\n- name: a\n  command: x\n  args: []\n')
  const [file] = bench.wrap({ config, clients: ['continue'] }).files
  const words = /args: \[(.*)\]/.exec(file!.after)![1]!.split(', ')
  const lines = words.map((word) => `  - ${word}\n`).join('')
  bench.write('config.yaml', file!.after.replace(/args: \[.*\]\n/, `args:\n${lines}`))
  bench.apply(bench.unwrap({ config, clients: ['continue'] }))
  expect(readFileSync(config, 'utf8')).toBe('mcpServers:\n- name: a\n  command: x\n  args: []\n')
})

it('a forged journal cannot bring a server into the file', () => {
  const bench = layOutHome()
  const config = bench.write('mcp.json', SERVERS)
  const [done] = bench.apply(bench.wrap({ config }))
  const evil = SERVERS.replace('uvx', 'evil')
  writeFileSync(done!.backup!, evil)
  const journal = join(bench.home, '.local', 'state', 'kvlar', 'wrap.json')
  const digest = (text: string): string =>
    spawnSync('sha256sum', { input: text, encoding: 'utf8' }).stdout.slice(0, 64)
  writeFileSync(
    journal,
    readFileSync(journal, 'utf8').replace(/"before": "\w+"/, `"before": "${digest(evil)}"`),
  )
  bench.apply(bench.unwrap({ config }))
  expect(readFileSync(config, 'utf8')).toBe(SERVERS)
})

it('unwraps what the journal names, from whatever folder it was wrapped in', () => {
  const bench = layOutHome()
  const config = bench.write('elsewhere/repo/.cursor/mcp.json', SERVERS)
  const environment = { ...bench.environment, cwd: join(bench.home, 'elsewhere', 'repo') }
  bench.apply(planWrap({ environment, launcher: LAUNCHER, defaultPolicies: [POLICY] }))
  expect(readFileSync(config, 'utf8')).toContain(LAUNCHER.entry)
  const plan = bench.unwrap()
  expect(plan.files.map(({ path }) => path)).toEqual([config])
  bench.apply(plan)
  expect(readFileSync(config, 'utf8')).toBe(SERVERS)
  rmSync(config)
  expect(bench.unwrap().files).toEqual([])
})
