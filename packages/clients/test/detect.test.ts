import { CLIENTS, type ClientFile, type Environment } from '@kvlar/clients'
import { stateFolder } from '@kvlar/core/node'
import { detectFiles } from '@kvlar/clients/file'
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { layOutHome } from './workbench.ts'

const LINUX: Environment = { platform: 'linux', home: '/home/ana', env: {}, cwd: '/srv/shop' }
const MAC: Environment = { platform: 'darwin', home: '/Users/ana', env: {}, cwd: '/Users/ana/shop' }
const WINDOWS: Environment = {
  platform: 'win32',
  home: 'C:\\Users\\ana',
  env: { APPDATA: 'C:\\Users\\ana\\AppData\\Roaming', LOCALAPPDATA: 'C:\\Users\\ana\\AppData\\Local' },
  cwd: 'D:\\shop',
}
const TEXT = '{"mcpServers":{"git":{"command":"uvx","args":["git"]}}}\n'

function pathsOf(
  id: string,
  environment: Environment,
  scope: ClientFile['scope'] = 'user',
): readonly string[] {
  const { files } = CLIENTS.find((client) => client.id === id)!
  return files.filter((file) => file.scope === scope).flatMap((file) => file.paths(environment))
}

describe('where clients keep their servers', () => {
  it.each<[string, Environment, readonly string[]]>([
    ['claude-desktop', MAC, ['/Users/ana/Library/Application Support/Claude/claude_desktop_config.json']],
    ['claude-desktop', LINUX, ['/home/ana/.config/Claude/claude_desktop_config.json']],
    [
      'claude-desktop',
      WINDOWS,
      [
        'C:\\Users\\ana\\AppData\\Roaming\\Claude\\claude_desktop_config.json',
        'C:\\Users\\ana\\AppData\\Local\\Packages\\Claude_*\\LocalCache\\Roaming\\Claude\\claude_desktop_config.json',
      ],
    ],
    ['claude-code', LINUX, ['/home/ana/.claude.json']],
    ['claude-code', { ...LINUX, env: { CLAUDE_CONFIG_DIR: '/cfg' } }, ['/cfg/.claude.json']],
    ['cursor', WINDOWS, ['C:\\Users\\ana\\.cursor\\mcp.json']],
    ['copilot-cli', { ...LINUX, env: { COPILOT_HOME: '/cop' } }, ['/cop/mcp-config.json']],
    ['devin', MAC, ['/Users/ana/.config/devin/config.json']],
    ['devin', WINDOWS, ['C:\\Users\\ana\\AppData\\Roaming\\devin\\config.json']],
    ['zed', MAC, ['/Users/ana/.config/zed/settings.json']],
    ['zed', { ...LINUX, env: { XDG_CONFIG_HOME: '/xdg' } }, ['/xdg/zed/settings.json']],
    ['zed', WINDOWS, ['C:\\Users\\ana\\AppData\\Roaming\\Zed\\settings.json']],
    ['codex', { ...WINDOWS, env: { CODEX_HOME: 'E:\\codex' } }, ['E:\\codex\\config.toml']],
    ['goose', WINDOWS, ['C:\\Users\\ana\\AppData\\Roaming\\Block\\goose\\config\\config.yaml']],
    ['lm-studio', LINUX, ['/home/ana/.lmstudio/mcp.json', '/home/ana/.cache/lm-studio/mcp.json']],
    ['goose', MAC, ['/Users/ana/.config/goose/config.yaml']],
    [
      'opencode',
      WINDOWS,
      [
        'C:\\Users\\ana\\.config\\opencode\\opencode.json',
        'C:\\Users\\ana\\.config\\opencode\\opencode.jsonc',
      ],
    ],
  ])('%s', (id, environment, paths) => {
    expect(pathsOf(id, environment)).toEqual(paths)
  })

  it('VS Code keeps them in each build and each profile', () => {
    expect(pathsOf('vscode', MAC)).toEqual(
      expect.arrayContaining([
        '/Users/ana/Library/Application Support/Code/User/mcp.json',
        '/Users/ana/Library/Application Support/Code - Insiders/User/profiles/*/mcp.json',
      ]),
    )
  })

  it('extensions of VS Code keep them in its storage, Cline nowadays in its own folder', () => {
    expect(pathsOf('roo-code', WINDOWS)[0]).toBe(
      'C:\\Users\\ana\\AppData\\Roaming\\Code\\User\\globalStorage\\rooveterinaryinc.roo-cline\\settings\\mcp_settings.json',
    )
    expect(pathsOf('cline', LINUX)[0]).toBe('/home/ana/.cline/data/settings/cline_mcp_settings.json')
    const env = { CLINE_DATA_DIR: '/data', CLINE_MCP_SETTINGS_PATH: 'relative.json' }
    expect(pathsOf('cline', { ...LINUX, env })[0]).toBe('/data/settings/cline_mcp_settings.json')
  })

  it('administrators keep them where users cannot write', () => {
    expect(pathsOf('claude-code', LINUX, 'managed')).toEqual(['/etc/claude-code/managed-mcp.json'])
    expect(pathsOf('claude-code', WINDOWS, 'managed')).toEqual([
      'C:\\Program Files\\ClaudeCode\\managed-mcp.json',
    ])
    expect(pathsOf('gemini-cli', MAC, 'managed')).toEqual([])
  })

  it('variables that are not absolute paths are ignored, as XDG asks', () => {
    expect(pathsOf('goose', { ...LINUX, env: { XDG_CONFIG_HOME: 'cfg' } })).toEqual([
      '/home/ana/.config/goose/config.yaml',
    ])
  })

  it('every client has an id of its own, a title and a file', () => {
    expect(new Set(CLIENTS.map(({ id }) => id)).size).toBe(CLIENTS.length)
    for (const { id, title, files } of CLIENTS) {
      expect(id).toMatch(/^[a-z][a-z-]+$/)
      expect(title).not.toBe('')
      expect(files.length).toBeGreaterThan(0)
    }
  })
})

it('the state of Kvlar lies where each system keeps state', () => {
  expect(stateFolder(LINUX)).toBe('/home/ana/.local/state/kvlar')
  expect(stateFolder({ ...LINUX, env: { XDG_STATE_HOME: '/state' } })).toBe('/state/kvlar')
  expect(stateFolder(MAC)).toBe('/Users/ana/Library/Application Support/kvlar')
  expect(stateFolder(WINDOWS)).toBe('C:\\Users\\ana\\AppData\\Local\\kvlar\\state')
})

describe('detection', () => {
  it('finds every Claude package on Windows besides the classic file', () => {
    const bench = layOutHome({ platform: 'win32' })
    const store = (name: string): string =>
      `AppData/Local/Packages/${name}/LocalCache/Roaming/Claude/claude_desktop_config.json`
    const files = [
      bench.write('AppData/Roaming/Claude/claude_desktop_config.json', TEXT),
      bench.write(store('Claude_abc123'), TEXT),
      bench.write(store('Claude_xyz'), TEXT),
    ]
    bench.write(store('NotClaude_x'), TEXT)
    const found = detectFiles(bench.environment)
    expect(found.map(({ path }) => path)).toEqual(files)
    const plan = bench.wrap({
      launcher: { node: 'C:\\node.exe', entry: 'C:\\kvlar.js' },
      defaultPolicies: ['C:\\p.yaml'],
    })
    bench.apply(plan)
    for (const file of files) expect(readFileSync(file, 'utf8')).toContain('kvlar.js')
  })

  it('finds the files of a project from any folder of its repository, and no further up', () => {
    const bench = layOutHome()
    const outer = bench.write('.mcp.json', TEXT)
    const root = bench.write('repo/.mcp.json', TEXT)
    const inner = bench.write('repo/packages/a/.vscode/mcp.json', TEXT.replace('mcpServers', 'servers'))
    bench.write('repo/.git/HEAD', '')
    const inside = detectFiles({ ...bench.environment, cwd: join(bench.home, 'repo', 'packages', 'a') })
    expect(inside.map(({ path }) => path)).toEqual([root, inner])
    expect(inside.map(({ path }) => path)).not.toContain(outer)
  })

  it('outside a repository looks at the current folder alone', () => {
    const bench = layOutHome()
    bench.write('work/.mcp.json', TEXT)
    expect(detectFiles({ ...bench.environment, cwd: join(bench.home, 'work', 'deep') })).toEqual([])
    expect(detectFiles({ ...bench.environment, cwd: join(bench.home, 'work') })).toHaveLength(1)
  })

  it('lists a file that several clients read once, with all their names', () => {
    const bench = layOutHome()
    bench.write('project/.mcp.json', TEXT)
    const plan = bench.wrap()
    expect(plan.files.map(({ title, alsoReadBy }) => [title, alsoReadBy])).toEqual([
      ['Claude Code', ['VS Code', 'JetBrains Air']],
    ])
    expect(bench.wrap({ clients: ['vscode'] }).files).toHaveLength(1)
    expect(bench.wrap({ clients: ['cursor'] }).files).toHaveLength(0)
  })

  it('lists a file once that is reached over two links', () => {
    const bench = layOutHome()
    bench.write('.codeium/windsurf/mcp_config.json', TEXT)
    symlinkSync('windsurf/mcp_config.json', join(bench.home, '.codeium', 'mcp_config.json'))
    expect(detectFiles(bench.environment)).toHaveLength(1)
  })

  it('finds files by pattern, and not the backups beside them', () => {
    const bench = layOutHome()
    const agent = bench.write('.kiro/agents/review.json', TEXT)
    bench.write('.kiro/agents/review.json.pre-kvlar.1', TEXT)
    bench.write('.kiro/agents/notes.md', '')
    expect(detectFiles(bench.environment).map(({ path }) => path)).toEqual([agent])
  })

  it('creates nothing on a machine without clients', () => {
    const bench = layOutHome()
    expect(bench.wrap()).toEqual({ kind: 'wrap', files: [], problems: [], managed: [], unmatched: [] })
    mkdirSync(join(bench.home, '.cursor'))
    expect(detectFiles(bench.environment)).toEqual([])
  })

  it('says what the user of a client must know after wrapping it, and nothing for files that stay', () => {
    const bench = layOutHome()
    bench.write('.claude.json', TEXT)
    bench.write('project/.mcp.json', '{}')
    const [user, project] = bench.wrap({ clients: ['claude-code'] }).files
    expect(user!.notes.join('\n')).toMatch(/serverCommand/)
    expect(user!.notes.join('\n')).not.toMatch(/project|managed-mcp/)
    expect(project!.notes).toEqual([])
    bench.write('project/.mcp.json', TEXT)
    expect(bench.wrap({ clients: ['claude-code'] }).files[1]!.notes.join('\n')).toMatch(/do not commit/)
  })
})
