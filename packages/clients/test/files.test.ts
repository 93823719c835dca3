import { applyPlan, type ApplyStep } from '@kvlar/clients/file'
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { layOutHome, LAUNCHER, POLICY, type Workbench } from './workbench.ts'

const TEXT = '{"mcpServers":{"git":{"command":"uvx","args":["git"]}}}\n'

function codes(plan: ReturnType<Workbench['wrap']>): readonly string[] {
  return plan.problems.map(({ error }) => error.code)
}

function manyServers(count: number): string {
  const servers = Array.from({ length: count }, (_, index) => `"s${index}":{"command":"x"}`)
  return `{"mcpServers":{${servers.join(',')}}}`
}

describe('a file that cannot be edited is left as it is, with the reason', () => {
  it.each([
    ['half-written JSON', 'mcp.json', '{"mcpServers":{"git":{"command":"uv', 'WRAP_SYNTAX_INVALID'],
    ['text behind the value', 'mcp.json', '{} x', 'WRAP_SYNTAX_INVALID'],
    ['a missing comma', 'mcp.json', '{"a":1 "b":2}', 'WRAP_SYNTAX_INVALID'],
    ['two commas', 'mcp.json', '{"a":[1,,2]}', 'WRAP_SYNTAX_INVALID'],
    ['an unknown escape', 'mcp.json', '{"a":"\\x41"}', 'WRAP_SYNTAX_INVALID'],
    ['an endless comment', 'mcp.json', '{} /* ', 'WRAP_SYNTAX_INVALID'],
    ['nesting without end', 'mcp.json', `{"a":${'['.repeat(100_000)}`, 'WRAP_SYNTAX_INVALID'],
    ['half-written TOML', 'config.toml', '[mcp_servers.a]\ncommand = "x', 'WRAP_SYNTAX_INVALID'],
    ['TOML nested without end', 'config.toml', `a = ${'['.repeat(50_000)}`, 'WRAP_SYNTAX_INVALID'],
    ['broken YAML', 'config.yaml', 'mcpServers: [a: b: c', 'WRAP_SYNTAX_INVALID'],
    ['several YAML documents', 'config.yaml', 'a: 1\n---\nb: 2\n', 'WRAP_SYNTAX_INVALID'],
    ['YAML nested without end', 'config.yaml', '['.repeat(20_000), 'WRAP_SYNTAX_INVALID'],
    [
      'a server twice',
      'mcp.json',
      '{"mcpServers":{"a":{"command":"x"},"a":{"command":"y"}}}',
      'WRAP_KEY_DUPLICATE',
    ],
    [
      'the servers twice',
      'mcp.json',
      '{"mcpServers":{},"mcpServers":{"a":{"command":"y"}}}',
      'WRAP_KEY_DUPLICATE',
    ],
    [
      'a command twice',
      'mcp.json',
      '{"mcpServers":{"a":{"command":"x","command":"y"}}}',
      'WRAP_KEY_DUPLICATE',
    ],
    ['a key in YAML twice', 'config.yaml', 'a: 1\na: 2\n', 'WRAP_SYNTAX_INVALID'],
    ['more servers than anybody has', 'mcp.json', manyServers(2001), 'WRAP_FILE_TOO_LARGE'],
    ['TOML beyond its bound', 'config.toml', `#${' '.repeat(1024 * 1024)}`, 'WRAP_FILE_TOO_LARGE'],
    ['YAML beyond its bound', 'config.yaml', `#${' '.repeat(1024 * 1024)}`, 'WRAP_FILE_TOO_LARGE'],
    [
      'bytes that are not UTF-8',
      'mcp.json',
      Buffer.from([0xff, 0xfe, 0x7b, 0, 0x7d, 0]),
      'WRAP_FILE_NOT_UTF8',
    ],
  ])('%s', (_what, name, content, code) => {
    const bench = layOutHome()
    const config = bench.write(name, content)
    const plan = bench.wrap({ config })
    expect(codes(plan)).toEqual([code])
    expect(plan.files).toEqual([])
    const [diagnostic] = plan.problems[0]!.error.diagnostics
    expect(diagnostic).toMatchObject({ file: config, help: expect.stringMatching(/./) as string })
    expect(readFileSync(config)).toEqual(Buffer.from(content as string))
  })

  it('says at which line and column a file stops making sense', () => {
    const bench = layOutHome()
    const config = bench.write('mcp.json', '{\n  "mcpServers": {\n    "a": }\n')
    expect(bench.wrap({ config }).problems[0]!.error.diagnostics[0]).toMatchObject({ line: 3, column: 10 })
  })

  it('a file that does not exist', () => {
    const bench = layOutHome()
    expect(codes(bench.wrap({ config: 'nowhere.json' }))).toEqual(['WRAP_FILE_MISSING'])
  })

  it('a folder, a pipe, and a link that leads nowhere or in circles', () => {
    const bench = layOutHome()
    const cases: readonly [string, string][] = [
      ['folder', 'WRAP_FILE_NOT_REGULAR'],
      ['pipe', 'WRAP_FILE_NOT_REGULAR'],
      ['dangling', 'WRAP_FILE_MISSING'],
      ['circle', 'WRAP_FILE_UNREADABLE'],
    ]
    mkdirSync(join(bench.home, 'folder'))
    spawnSync('mkfifo', [join(bench.home, 'pipe')])
    symlinkSync('nowhere', join(bench.home, 'dangling'))
    symlinkSync('circle', join(bench.home, 'circle'))
    for (const [name, code] of cases)
      expect(codes(bench.wrap({ config: join(bench.home, name) }))).toEqual([code])
  })

  it('a file beyond the bound of its size', () => {
    const bench = layOutHome()
    const config = bench.write('mcp.json', TEXT)
    truncateSync(config, 33 * 1024 * 1024)
    expect(codes(bench.wrap({ config }))).toEqual(['WRAP_FILE_TOO_LARGE'])
  })

  it('a file with a second hard link', () => {
    const bench = layOutHome()
    const config = bench.write('mcp.json', TEXT)
    linkSync(config, join(bench.home, 'other.json'))
    expect(codes(bench.wrap({ config }))).toEqual(['WRAP_FILE_HARD_LINKED'])
  })

  it('a read-only file, even for root', () => {
    const bench = layOutHome()
    const config = bench.write('mcp.json', TEXT)
    chmodSync(config, 0o444)
    const [done] = bench.apply(bench.wrap({ config }))
    expect(done!.error?.code).toBe('WRAP_FILE_READ_ONLY')
    expect(readFileSync(config, 'utf8')).toBe(TEXT)
  })

  it('a read-only folder, even for root', () => {
    const bench = layOutHome()
    const config = bench.write('locked/mcp.json', TEXT)
    const folder = join(bench.home, 'locked')
    const plan = bench.wrap({ config })
    chmodSync(folder, 0o555)
    const [done] = bench.apply(plan)
    chmodSync(folder, 0o755)
    expect(done!.error?.code).toBe('WRAP_FILE_READ_ONLY')
    expect(readdirSync(folder)).toEqual(['mcp.json'])
  })

  it('one bad file does not keep the others from being wrapped', () => {
    const bench = layOutHome()
    bench.write('.cursor/mcp.json', '{')
    const good = bench.write('.kiro/settings/mcp.json', TEXT)
    const plan = bench.wrap()
    expect(codes(plan)).toEqual(['WRAP_SYNTAX_INVALID'])
    bench.apply(plan)
    expect(readFileSync(good, 'utf8')).toContain(LAUNCHER.entry)
  })
})

describe('a file that changes while it is being wrapped', () => {
  it('between plan and application is refused', () => {
    const bench = layOutHome()
    const config = bench.write('mcp.json', TEXT)
    const plan = bench.wrap({ config })
    writeFileSync(config, '{"mcpServers":{}}')
    const [done] = bench.apply(plan)
    expect(done!.error?.code).toBe('WRAP_FILE_CHANGED')
    expect(readFileSync(config, 'utf8')).toBe('{"mcpServers":{}}')
  })

  it.each<ApplyStep>(['backed-up', 'written-beside'])(
    'after it was %s is refused and keeps the other change',
    (at) => {
      const bench = layOutHome()
      const config = bench.write('mcp.json', TEXT)
      const [done] = applyPlan(bench.wrap({ config }), {
        environment: bench.environment,
        onStep: (step) => {
          if (step === at) writeFileSync(config, 'somebody else')
        },
      })
      expect(done!.error?.code).toBe('WRAP_FILE_CHANGED')
      expect(readFileSync(config, 'utf8')).toBe('somebody else')
      expect(readdirSync(bench.home).filter((name) => name.includes('kvlar'))).toEqual([])
    },
  )

  it('together with its folder, which is gone by then, is refused', () => {
    const bench = layOutHome()
    const config = bench.write('project/mcp.json', TEXT)
    const [folder, away] = [join(bench.home, 'project'), join(bench.home, 'away')]
    const [done] = applyPlan(bench.wrap({ config }), {
      environment: bench.environment,
      onStep: (step) => {
        if (step === 'backed-up') renameSync(folder, away)
      },
    })
    expect(done!.error?.code).toBe('WRAP_FILE_NOT_WRITTEN')
    expect(readFileSync(join(away, 'mcp.json'), 'utf8')).toBe(TEXT)
  })

  it('and whose backup has no place beside it is refused', () => {
    const bench = layOutHome()
    // The longest name that a file system takes.
    const config = bench.write(`${'m'.repeat(250)}.json`, TEXT)
    const [done] = bench.apply(bench.wrap({ config }))
    expect(done!.error?.code).toBe('WRAP_BACKUP_FAILED')
    expect(readFileSync(config, 'utf8')).toBe(TEXT)
  })

  it('and is gone by then, is refused', () => {
    const bench = layOutHome()
    const config = bench.write('mcp.json', TEXT)
    const plan = bench.wrap({ config })
    unlinkSync(config)
    expect(bench.apply(plan)[0]!.error?.code).toBe('WRAP_FILE_MISSING')
  })
})

describe('a process that is killed', () => {
  const program = `
    import { applyPlan, planWrap } from '@kvlar/clients/file'
    const { environment, at, config } = JSON.parse(process.argv[2])
    const plan = planWrap({ environment, config, launcher: ${JSON.stringify(LAUNCHER)}, defaultPolicies: ['${POLICY}'] })
    applyPlan(plan, { environment, onStep: (step) => { if (step === at) process.kill(process.pid, 'SIGKILL') } })
  `

  it.each<[ApplyStep, 'old' | 'new']>([
    ['backed-up', 'old'],
    ['written-beside', 'old'],
    ['replaced', 'new'],
  ])('once the file is %s leaves the %s text whole, and wrap and unwrap go on from there', (at, left) => {
    const bench = layOutHome()
    const config = bench.write('mcp.json', TEXT)
    const script = join(import.meta.dirname, `.killed-${process.pid}-${at}.mjs`)
    writeFileSync(script, program)
    const input = JSON.stringify({ environment: bench.environment, at, config })
    const { signal } = spawnSync(process.execPath, [script, input])
    rmSync(script)
    expect(signal).toBe('SIGKILL')
    const text = readFileSync(config, 'utf8')
    if (left === 'old') expect(text).toBe(TEXT)
    else expect(text).toContain(LAUNCHER.entry)
    bench.apply(bench.wrap({ config }))
    expect(readFileSync(config, 'utf8')).toContain(LAUNCHER.entry)
    bench.apply(bench.unwrap({ config }))
    expect(readFileSync(config, 'utf8')).toBe(TEXT)
  })
})

describe('what surrounds the text', () => {
  it.each([0o600, 0o640, 0o664, 0o755])('the mode %o stays, and the backup has it too', (mode) => {
    const bench = layOutHome()
    const config = bench.write('mcp.json', TEXT)
    chmodSync(config, mode)
    const [done] = bench.apply(bench.wrap({ config }))
    expect(statSync(config).mode & 0o777).toBe(mode)
    expect(statSync(done!.backup!).mode & 0o777).toBe(mode)
  })

  it('a symbolic link stays a link, and the file it names is edited', () => {
    const bench = layOutHome()
    const target = bench.write('dotfiles/cursor.json', TEXT)
    mkdirSync(join(bench.home, '.cursor'))
    const link = join(bench.home, '.cursor', 'mcp.json')
    symlinkSync('../dotfiles/cursor.json', link)
    const plan = bench.wrap()
    expect(plan.files.map((file) => [file.path, file.target])).toEqual([[link, target]])
    bench.apply(plan)
    expect(lstatSync(link).isSymbolicLink()).toBe(true)
    expect(readlinkSync(link)).toBe('../dotfiles/cursor.json')
    expect(readFileSync(target, 'utf8')).toContain(LAUNCHER.entry)
    bench.apply(bench.unwrap())
    expect(readFileSync(target, 'utf8')).toBe(TEXT)
  })

  it('a backup is never overwritten', () => {
    const bench = layOutHome()
    const config = bench.write('mcp.json', TEXT)
    bench.write('mcp.json.pre-kvlar.1', 'precious')
    bench.write('mcp.json.pre-kvlar.3', 'dear')
    const [first] = bench.apply(bench.wrap({ config }))
    expect(first!.backup).toBe(`${config}.pre-kvlar.2`)
    const [second] = bench.apply(bench.wrap({ config, launcher: { node: '/n2', entry: '/k2' } }))
    expect(second!.backup).toBe(`${config}.pre-kvlar.4`)
    expect(readFileSync(`${config}.pre-kvlar.1`, 'utf8')).toBe('precious')
    expect(readFileSync(`${config}.pre-kvlar.3`, 'utf8')).toBe('dear')
  })

  it('an unwrap removes a backup only when the file holds its bytes again', () => {
    const bench = layOutHome()
    const config = bench.write('mcp.json', TEXT)
    const [done] = bench.apply(bench.wrap({ config }))
    writeFileSync(config, readFileSync(config, 'utf8').replace('{', '{ '))
    const [undone] = bench.apply(bench.unwrap({ config }))
    expect(undone).toMatchObject({ removedBackups: [], backup: `${config}.pre-unwrap.1` })
    expect(readFileSync(done!.backup!, 'utf8')).toBe(TEXT)
  })

  it('the journal and its folder are for the user alone, and hold no text of the configuration', () => {
    const bench = layOutHome()
    const config = bench.write('mcp.json', TEXT.replace('uvx', 's3cret-command'))
    bench.apply(bench.wrap({ config }))
    const folder = join(bench.home, '.local', 'state', 'kvlar')
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(statSync(join(folder, 'wrap.json')).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(folder, 'wrap.json'), 'utf8')).not.toContain('s3cret')
  })

  it('a journal that cannot be understood is moved aside, never overwritten', () => {
    const bench = layOutHome()
    bench.write('.local/state/kvlar/wrap.json', '{"version":2}')
    const config = bench.write('mcp.json', TEXT)
    bench.apply(bench.wrap({ config }))
    expect(readFileSync(join(bench.home, '.local/state/kvlar/wrap.json.broken.1'), 'utf8')).toBe(
      '{"version":2}',
    )
    bench.apply(bench.unwrap({ config }))
    expect(readFileSync(config, 'utf8')).toBe(TEXT)
  })

  it('nothing is changed when the journal cannot be written', () => {
    const bench = layOutHome()
    bench.write('.local/state', 'a file where a folder should be')
    const config = bench.write('mcp.json', TEXT)
    const [done] = bench.apply(bench.wrap({ config }))
    expect(done!.error?.code).toBe('WRAP_JOURNAL_FAILED')
    expect(readFileSync(config, 'utf8')).toBe(TEXT)
    expect(readdirSync(bench.home).filter((name) => name.includes('mcp.json'))).toEqual(['mcp.json'])
  })

  it('planning writes nothing at all', () => {
    const bench = layOutHome()
    bench.write('.cursor/mcp.json', TEXT)
    const before = readdirSync(bench.home, { recursive: true, encoding: 'utf8' })
    bench.wrap()
    bench.unwrap()
    expect(readdirSync(bench.home, { recursive: true, encoding: 'utf8' })).toEqual(before)
  })

  it('a file that was renamed since it was wrapped is unwrapped under its new name', () => {
    const bench = layOutHome()
    const config = bench.write('mcp.json', TEXT)
    bench.apply(bench.wrap({ config }))
    const renamed = join(bench.home, 'renamed.json')
    renameSync(config, renamed)
    bench.apply(bench.unwrap({ config: renamed }))
    expect(readFileSync(renamed, 'utf8')).toBe(TEXT)
  })
})
