import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { MAIN } from './support/command.ts'

interface Bench {
  readonly home: string
  readonly start: (words: readonly string[], cwd?: string) => ReturnType<typeof spawn>
  readonly probe: (words: readonly string[], cwd?: string) => Promise<readonly Probed[]>
}

interface Probed {
  readonly server: string
  readonly policies: readonly string[]
  readonly tools?: readonly { readonly name: string; readonly outcomes: readonly string[] }[]
  readonly why?: string
}

/** A home folder with a default policy and servers in Cursor's file. */
function layOut(servers: object): Bench {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'kvlar-probe-')))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  mkdirSync(join(home, '.cursor'))
  mkdirSync(join(home, '.kvlar'))
  writeFileSync(join(home, '.cursor', 'mcp.json'), JSON.stringify({ mcpServers: servers }))
  writeFileSync(join(home, '.kvlar', 'policy.yaml'), 'name: none\nversion: "1"\nrules: []\n')
  const start: Bench['start'] = (words, cwd = home) =>
    spawn(process.execPath, [MAIN, 'wrap', '--probe', ...words], {
      cwd,
      env: { PATH: `${dirname(process.execPath)}:${process.env['PATH']}`, HOME: home },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  const probe: Bench['probe'] = async (words, cwd) => {
    const child = start(['--dry-run', '--json', ...words], cwd)
    let text = ''
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    await once(child, 'close')
    // The command's own output.
    return (JSON.parse(text) as { probes: Probed[] }).probes
  }
  return { home, start, probe }
}

function official(name: string): string {
  const manifest = fileURLToPath(import.meta.resolve(`@modelcontextprotocol/${name}/package.json`))
  // The manifest of an installed package.
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: Record<string, string> }
  return join(dirname(manifest), Object.values(bin)[0] ?? '')
}

const outcomesOf = (probed: Probed | undefined, tool: string) =>
  probed?.tools?.find(({ name }) => name === tool)?.outcomes

/** A server whose one tool is what the expression says. */
const telling = (expression: string) => ({
  command: 'node',
  args: [
    '-e',
    `let rest = ''; process.stdin.setEncoding('utf8').on('data', (text) => {
      rest += text
      for (let end; (end = rest.indexOf('\\n')) >= 0; rest = rest.slice(end + 1)) {
        const { id, method } = JSON.parse(rest.slice(0, end))
        const result = method === 'tools/list' ? { tools: [{ name: ${expression} }] } : { protocolVersion: '2025-11-25', capabilities: {}, serverInfo: {} }
        if (id) console.log(JSON.stringify({ jsonrpc: '2.0', id, result }))
      }
    })`,
  ],
})

describe('The official servers, asked before they are wrapped', () => {
  test(
    'are shown under the curated policy that fits, and under the default one',
    { timeout: 90_000 },
    async () => {
      const { home, probe } = layOut({
        files: { command: 'node', args: [official('server-filesystem'), tmpdir()] },
        everything: { command: 'node', args: [official('server-everything')] },
        other: telling("'echo'"),
      })
      const [files, everything, other] = await probe(['--curated'])
      expect(files?.policies).toEqual([join(home, '.kvlar/policies/filesystem/policy.yaml')])
      expect(outcomesOf(files, 'move_file')).toEqual(['require_approval', 'deny'])
      expect(outcomesOf(files, 'list_allowed_directories')).toEqual(['allow', 'deny'])
      expect(outcomesOf(files, 'read_text_file')).toEqual(['allow', 'require_approval', 'deny'])
      expect(outcomesOf(files, 'write_file')).toEqual(['require_approval', 'deny'])
      expect(everything?.policies).toEqual([join(home, '.kvlar/policies/everything/policy.yaml')])
      expect(outcomesOf(everything, 'echo')).toEqual(['allow', 'deny'])
      expect(other?.policies).toEqual([join(home, '.kvlar/policy.yaml')])
      expect(outcomesOf(other, 'echo')).toEqual(['deny'])
      expect(existsSync(join(home, '.kvlar/policies'))).toBe(false)
    },
  )
})

describe('A server that is probed', () => {
  test('starts in the home folder, never in the project that one stands in', async () => {
    const { home, probe } = layOut({
      here: telling('process.cwd()'),
      there: { ...telling('process.cwd()'), cwd: '/' },
    })
    mkdirSync(join(home, 'repo', '.git'), { recursive: true })
    const [here, there] = await probe([], join(home, 'repo'))
    expect([here?.tools?.[0]?.name, there?.tools?.[0]?.name]).toEqual([home, '/'])
  })

  test('has the environment of its entry', async () => {
    const { probe } = layOut({ env: { ...telling('process.env.A'), env: { A: 'b' } } })
    expect((await probe([]))[0]?.tools?.[0]?.name).toBe('b')
  })

  test('may have no tools', async () => {
    const { start } = layOut({ none: telling('0') })
    const child = start(['--dry-run'])
    let text = ''
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    expect(await once(child, 'close')).toEqual([0, null])
    expect(text).toContain('none  Cursor: 0 tools')
  })

  test('is not started from a user file that lies in the project', async () => {
    const { home, probe } = layOut({ mine: telling('"a"') })
    mkdirSync(join(home, '.cursor', '.git'))
    const [mine] = await probe([], join(home, '.cursor'))
    expect(mine?.why).toContain('--confirm')
    const [confirmed] = await probe(['--confirm', 'mcp.json'], join(home, '.cursor'))
    expect(confirmed?.tools).toHaveLength(1)
  })

  test('is ended when the command is interrupted, and nothing is written', async () => {
    const { home, start } = layOut({
      hangs: {
        command: 'node',
        args: [
          '-e',
          'require("fs").writeFileSync(process.env.HOME + "/pid", String(process.pid)); setInterval(() => {}, 1000)',
        ],
      },
    })
    const before = readFileSync(join(home, '.cursor', 'mcp.json'), 'utf8')
    const child = start([])
    const pidFile = join(home, 'pid')
    while (!existsSync(pidFile) || readFileSync(pidFile, 'utf8') === '') await setTimeout(50)
    child.kill('SIGINT')
    const [code] = await once(child, 'exit')
    expect(code).toBe(130)
    expect(() => process.kill(Number(readFileSync(pidFile, 'utf8')), 0)).toThrow()
    expect(readFileSync(join(home, '.cursor', 'mcp.json'), 'utf8')).toBe(before)
  })
})
