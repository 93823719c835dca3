import type { Environment } from '@kvlar/clients'
import { findBundled } from '@kvlar/clients/file'
import { describe, expect, it } from 'vitest'
import { layOutHome } from './workbench.ts'

const SERVERS = JSON.stringify({
  mcpServers: { weather: { command: 'node', args: ['${extensionPath}/a.js'] } },
})
const FLAT = JSON.stringify({ weather: { command: '${CLAUDE_PLUGIN_ROOT}/bin/weather' } })
const MANIFEST = JSON.stringify({
  manifest_version: '0.4',
  name: 'weather',
  server: {
    type: 'node',
    entry_point: 'server/index.js',
    mcp_config: { command: 'node', args: ['${__dirname}/x'] },
  },
})
const CODE = JSON.stringify({
  name: 'weather-ext',
  scripts: { build: 'x' },
  contributes: { mcpServerDefinitionProviders: [{ id: 'w', label: 'weather' }] },
})

describe('servers that come with something else', () => {
  it.each<[string, string, string, Partial<Environment>?]>([
    ['gemini-cli', '.gemini/extensions/w/gemini-extension.json', SERVERS],
    ['gemini-cli', 'project/.gemini/extensions/w/gemini-extension.json', SERVERS],
    ['claude-code', '.claude/plugins/cache/market/w/1.0.0/.mcp.json', FLAT],
    ['claude-code', '.claude/plugins/cache/market/w/1.0.0/.claude-plugin/plugin.json', SERVERS],
    ['claude-desktop', '.config/Claude/Claude Extensions/w/manifest.json', MANIFEST],
    [
      'claude-desktop',
      'Library/Application Support/Claude/Claude Extensions/w/manifest.json',
      MANIFEST,
      { platform: 'darwin' },
    ],
    ['codex', '.codex/plugins/cache/market/w/local/.mcp.json', SERVERS],
    ['cursor', '.cursor/plugins/local/w/mcp.json', SERVERS],
    ['cursor', '.cursor/plugins/cache/market/w/0a1b/.cursor-plugin/plugin.json', SERVERS],
    ['cursor', '.cursor/extensions/w-1/package.json', CODE],
    ['vscode', '.vscode/extensions/w-1/package.json', CODE],
    ['windsurf', '.windsurf/extensions/w-1/package.json', CODE],
    ['copilot-cli', '.copilot/installed-plugins/market/w/.mcp.json', SERVERS],
    ['copilot-cli', '.copilot/installed-plugins/_direct/w/.github/mcp.json', SERVERS],
    ['copilot-cli', '.copilot/installed-plugins/market/w/.plugin/plugin.json', SERVERS],
    [
      'zed',
      '.local/share/zed/extensions/installed/w/extension.toml',
      'id = "w"\n[context_servers.weather]\n',
    ],
  ])('are named as not covered: %s, %s', (client, file, text, overrides = {}) => {
    const bench = layOutHome(overrides)
    const path = bench.write(file, text)
    const plan = bench.wrap()
    expect(plan.bundled).toMatchObject([{ client, path, servers: ['weather'] }])
    expect(plan.files).toEqual([])
    expect(findBundled(bench.environment, ['goose'])).toEqual([])
  })

  it('are not looked for in what their code depends on, and not where one file is meant', () => {
    const bench = layOutHome()
    bench.write('.claude/plugins/cache/m/p/1/node_modules/x/.mcp.json', FLAT)
    bench.write('.vscode/extensions/plain-1/package.json', '{"name":"plain","scripts":{"command":"x"}}')
    expect(bench.wrap().bundled).toBeUndefined()
    bench.write('.gemini/extensions/w/gemini-extension.json', SERVERS)
    expect(bench.wrap({ config: bench.write('mcp.json', '{}') }).bundled).toBeUndefined()
  })

  it('are named once where the project is the home folder', () => {
    const bench = layOutHome()
    const path = bench.write('.gemini/extensions/w/gemini-extension.json', SERVERS)
    const atHome = { ...bench.environment, cwd: bench.home }
    expect(findBundled(atHome, [])).toMatchObject([{ path }])
  })

  it('are named by their file where it cannot be read', () => {
    const bench = layOutHome()
    const path = bench.write('.gemini/extensions/w/gemini-extension.json', '{ "mcpServers": ')
    expect(bench.wrap().bundled).toMatchObject([{ path, servers: [] }])
  })

  it('do not change when everything else is wrapped', () => {
    const bench = layOutHome()
    bench.write('.gemini/settings.json', SERVERS)
    bench.write('.gemini/extensions/w/gemini-extension.json', SERVERS)
    const plan = bench.wrap()
    expect(bench.apply(plan).map(({ path }) => path)).toEqual([`${bench.home}/.gemini/settings.json`])
  })
})
