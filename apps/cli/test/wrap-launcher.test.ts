import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { describe, expect, it, onTestFinished } from 'vitest'
import { MAIN } from './support/command.ts'

const TEXT = '{\n\t"mcpServers": { "a": { "command": "x" } }\n}\n'

/** Runs `wrap` from an entry that lies at a path, on a home folder of its own. */
function wrapFrom(path: string, ...flags: readonly string[]) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'kvlar-launcher-')))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const entry = join(root, path)
  mkdirSync(dirname(entry), { recursive: true })
  writeFileSync(entry, `import(${JSON.stringify(MAIN)})\n`)
  const link = join(root, 'kvlar.mjs')
  symlinkSync(entry, link)
  const config = join(root, 'mcp.json')
  writeFileSync(config, TEXT)
  writeFileSync(join(root, 'p.yaml'), 'name: p\nversion: "1"\nrules: []\n')
  const words = [link, 'wrap', '--config', config, '--policy', join(root, 'p.yaml'), ...flags]
  const env = { PATH: process.env['PATH'], HOME: root, NO_COLOR: '1' }
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { env, cwd: root, encoding: 'utf8' })
  return { status, stdout, stderr, text: readFileSync(config, 'utf8') }
}

describe('a Kvlar that will be gone tomorrow', { timeout: 60_000 }, () => {
  it.each([
    ['npx', '.npm/_npx/0a1b/node_modules/kvlar/dist/main.mjs'],
    ['pnpm dlx', '.cache/pnpm/dlx/0a1b/node_modules/kvlar/dist/main.mjs'],
    ['pnpm dlx', 'pnpm/dlx-4711/node_modules/.pnpm/kvlar@1/node_modules/kvlar/dist/main.mjs'],
    ['yarn dlx', 'xfs-1a2b/dlx-4711/main.mjs'],
    ['bunx', 'bunx-1000-kvlar@latest/node_modules/kvlar/dist/main.mjs'],
    ['a folder for temporary files', 'node_modules/kvlar/dist/main.mjs'],
  ])('is not written into files of clients: %s', (what, path) => {
    const { status, stderr, text } = wrapFrom(path)
    expect({ status, text }).toEqual({ status: 2, text: TEXT })
    expect(stderr).toContain(what)
    expect(stderr).toContain('npm install --global')
  })
})

it('a checkout is, wherever it lies; and the difference shows tabs as they are', { timeout: 60_000 }, () => {
  const { status, stdout, text } = wrapFrom('kvlar/apps/cli/src/main.mjs', '--dry-run')
  expect({ status, text }).toEqual({ status: 0, text: TEXT })
  expect(stdout).toContain('\n  -\t"mcpServers": {')
  expect(stdout).not.toContain('u{9}')
})
