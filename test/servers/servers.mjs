import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { npmProgram, pypiProgram } from './installed.mjs'
import { startPostgres } from './postgres.mjs'
import { SHOP } from './shop.mjs'
import { startWeb } from './web.mjs'

/** How each server is made ready in a folder of its own, and what starts it: `{command, env?, stop?}`. */
export const SERVERS = {
  filesystem: (folder) => {
    writeAll(folder, PROJECT)
    const server = npmProgram('@modelcontextprotocol/server-filesystem', '2026.8.31', 'mcp-server-filesystem')
    return { command: [...server, folder] }
  },

  memory: (folder) => {
    const file = join(folder, 'memory.jsonl')
    writeFileSync(file, REMEMBERED.map((line) => `${JSON.stringify(line)}\n`).join(''))
    const command = npmProgram('@modelcontextprotocol/server-memory', '2026.8.31', 'mcp-server-memory')
    return { command, env: { MEMORY_FILE_PATH: file } }
  },

  git: (folder) => {
    commitProject(folder)
    return { command: [...pypiProgram('mcp-server-git', '2026.10.19'), '--repository', folder] }
  },

  fetch: async (folder) => {
    const { proxyUrl, certificate, stop } = await startWeb(folder)
    const command = [...pypiProgram('mcp-server-fetch', '2026.10.24'), '--proxy-url', proxyUrl]
    return { command, env: { SSL_CERT_FILE: certificate }, stop }
  },

  time: () => ({ command: pypiProgram('mcp-server-time', '2026.10.19') }),

  everything: () => ({
    command: npmProgram('@modelcontextprotocol/server-everything', '2026.8.31', 'mcp-server-everything'),
  }),

  postgres: async (folder) => {
    const { url, stop } = await startPostgres(folder, SHOP.postgres)
    const server = npmProgram('@modelcontextprotocol/server-postgres', '0.6.2', 'mcp-server-postgres')
    return { command: [...server, url], stop }
  },

  sqlite: (folder) => {
    const file = join(folder, 'shop.db')
    const database = new DatabaseSync(file)
    database.exec(SHOP.sqlite)
    database.close()
    // The server was written for the first generation of the SDK.
    const server = pypiProgram('mcp-server-sqlite', '2025.4.25', 'mcp<2')
    return { command: [...server, '--db-path', file] }
  },
}

const PROJECT = {
  'README.md': '# Shop\n\nA small shop.\n\n## Run\n\nnpm start\n',
  '.gitignore': 'node_modules/\ndist/\n.env\n',
  '.env.example': 'PORT=8080\nDATABASE_URL=\n',
  '.github/workflows/ci.yml': 'on: push\njobs: {}\n',
  'package.json': '{ "name": "shop", "private": true }\n',
  'src/main.ts': "console.log('hello')\n",
  'src/environment.ts': 'export const port = 8080\n',
  'src/tokenizer.ts': 'export const tokens = []\n',
  'src/lib/date.ts': 'export const today = () => new Date()\n',
  'tests/keyboard.test.ts': 'export {}\n',
  'docs/design.md': '# Design\n',
  'docs/draft.md': '# Plan\n',
  'docs/Übersicht – Größe & Maß.md': '# Übersicht\n',
  'docs/議事録 2026-11.md': '# 議事録\n',
  'data/report (final) 100%.csv': 'a;b\n1;2\n',
  'logs/server.log': 'ready\n',
  'assets/logo.png': Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
    'base64',
  ),
}

const REMEMBERED = [
  { type: 'entity', name: 'Ana', entityType: 'person', observations: ['prefers tabs over spaces'] },
  { type: 'entity', name: 'Shop', entityType: 'project', observations: ['written in TypeScript'] },
  { type: 'entity', name: 'Quarterly plan 2027', entityType: 'document', observations: ['a draft'] },
  { type: 'entity', name: 'repo: acme/shop', entityType: 'repository', observations: [] },
]

/** A history with a tag and a branch, and changes of today that are not staged. */
function commitProject(folder) {
  const settings = ['user.name=Ana', 'user.email=ana@example.com', 'init.defaultBranch=main']
  const git = (...args) =>
    execFileSync('git', [...settings.flatMap((pair) => ['-c', pair]), '-C', folder, ...args], {
      stdio: 'ignore',
    })
  writeAll(folder, PROJECT)
  git('init')
  git('config', 'user.name', 'Ana')
  git('config', 'user.email', 'ana@example.com')
  git('add', '-A')
  git('commit', '-m', 'Begin')
  git('tag', '-a', 'v1.0.0', '-m', 'The first')
  git('checkout', '-b', 'feature/login')
  writeAll(folder, { 'src/login.ts': 'export {}\n' })
  git('add', '-A')
  git('commit', '-m', 'Log in')
  git('checkout', 'main')
  writeAll(folder, { 'src/lib/money.ts': 'export {}\n' })
  git('add', '-A')
  git('commit', '-m', 'Count money')
  writeAll(folder, {
    'src/main.ts': "console.log('hello, world')\n",
    '.gitignore': 'node_modules/\ndist/\n.env\n*.log\n',
    'docs/Übersicht.md': '# Übersicht\n',
  })
}

function writeAll(folder, files) {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
}
