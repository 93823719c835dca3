import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { root } from '../architecture/source-tree.ts'
import { blocksOf, READMES } from './blocks.ts'

/** What ends by itself with another code than 0, which is what the reader is shown. */
const EXITS: readonly (readonly [RegExp, number])[] = [[/kvlar evaluate .*drop_table/, 10]]

/** What goes on until the reader ends it, and what it shows before. */
const GOES_ON: readonly (readonly [line: RegExp, shown: string])[] = [
  [/kvlar approvals serve/, 'http://127.0.0.1:'],
  [/kvlar audit tail --follow/, 'read_note'],
]

/** What needs a terminal, and what is typed there once this is shown. */
const AT_TERMINAL: readonly (readonly [line: RegExp, shown: string, typed: string])[] = [
  [/kvlar review/, 'nothing waits', 'q'],
]

interface Reader {
  readonly home: string
  readonly env: NodeJS.ProcessEnv
}

/** By page: each has a reader of its own, who has read no other. */
const readers = new Map<string, Reader>()

afterAll(() => {
  for (const { home } of readers.values()) rmSync(home, { recursive: true, force: true })
})

function readerOf(page: string): Reader {
  const reader = readers.get(page) ?? newReader()
  readers.set(page, reader)
  return reader
}

/** Somebody with a client, with Kvlar installed, and with an agent that has been at work. */
function newReader(): Reader {
  const home = mkdtempSync(join(tmpdir(), 'kvlar-commands-'))
  const installed = join(home, 'node_modules', '.bin')
  mkdirSync(installed, { recursive: true })
  mkdirSync(join(home, '.cursor'))
  writeFileSync(join(home, '.cursor/mcp.json'), '{ "mcpServers": { "notes": { "command": "node" } } }\n')
  // Where `npm install` puts it; `npm run pack` is about what it puts there.
  symlinkSync(join(root, 'bin/kvlar'), join(installed, 'kvlar'))
  const { XDG_STATE_HOME: _state, XDG_CONFIG_HOME: _config, ...outside } = process.env
  const PATH = [installed, outside['PATH']].join(delimiter)
  const env = { ...outside, HOME: home, NO_COLOR: '1', PATH, npm_config_offline: 'true' }
  const work = `const { openKvlar } = await import(${JSON.stringify(join(root, 'apps/cli/dist/index.js'))})
    const kvlar = await openKvlar({ policies: ['permissive'] })
    await kvlar.guard('read_note', async () => 'n')({})
    await kvlar.close()`
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', work], { env })
  if (status !== 0) throw new Error(String(stderr))
  return { home, env }
}

/** Every line that a reader types, with its page; what installs from a registry is the matter of `npm run pack`. */
const lines = READMES.flatMap((page) =>
  blocksOf(page, 'sh')
    .filter(({ isRun }) => isRun)
    .flatMap(({ text }) => text.trimEnd().split('\n'))
    .filter((line) => !line.startsWith('npm install '))
    .map((line) => ({ page, line: line.replace(/ +#.*$/, '') })),
)

/** Runs until it ends by itself, or, once something is shown, until what ends it has been done. */
async function run(
  [program, ...args]: readonly [string, ...string[]],
  place: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
  { shown, typed }: { readonly shown?: string | undefined; readonly typed?: string | undefined },
): Promise<{ readonly status: number; readonly output: string }> {
  const child = spawn(program, args, { ...place, stdio: 'pipe' })
  let output = ''
  const take = (text: string): void => {
    const wasShown = shown !== undefined && output.includes(shown)
    output += text
    if (shown === undefined || wasShown || !output.includes(shown)) return
    if (typed !== undefined) child.stdin.write(typed)
    else child.kill('SIGINT')
  }
  child.stdout.setEncoding('utf8').on('data', take)
  child.stderr.setEncoding('utf8').on('data', take)
  const status = await new Promise<number>((resolve) =>
    child.on('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL'])),
  )
  return { status, output }
}

describe.skipIf(process.platform === 'win32')('the commands of the READMEs', () => {
  test.each(lines)('$page: `$line`', async ({ page, line }) => {
    const { home, env } = readerOf(page)
    // In the checkout, or in a project of the reader's.
    const place = { cwd: page === 'README.md' ? root : home, env }
    const [, exit = 0] = EXITS.find(([pattern]) => pattern.test(line)) ?? []
    const [, shown] = GOES_ON.find(([pattern]) => pattern.test(line)) ?? []
    const [, prompt, typed] = AT_TERMINAL.find(([pattern]) => pattern.test(line)) ?? []
    // A port of its own is all that is added: the printed one may be taken here.
    const added = line.endsWith('approvals serve') ? ' --port 0' : ''
    const ran =
      prompt === undefined
        ? await run(['sh', '-c', `exec ${line}${added}`], place, { shown })
        : await run(['script', '-qec', line, '/dev/null'], place, { shown: prompt, typed })
    expect(ran, ran.output).toMatchObject({ status: exit })
  })

  test('are all that a reader is shown', () => {
    expect(lines.length).toBeGreaterThan(14)
    expect(lines.filter(({ line }) => !/^(?:\.\/bin\/|npx )?kvlar /.test(line))).toEqual([])
  })
})
