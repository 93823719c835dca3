import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { fits, readTranscript, type Transcript } from './transcript.ts'
import { MAIN } from './support/command.ts'

const folder = join(import.meta.dirname, 'transcripts')
const root = mkdtempSync(join(tmpdir(), 'kvlar-transcripts-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const bin = join(root, 'bin')
mkdirSync(bin)
writeFileSync(join(bin, 'kvlar'), `#!/bin/sh\nexec "${process.execPath}" "${MAIN}" "$@"\n`)
chmodSync(join(bin, 'kvlar'), 0o755)

/** A transcript starts the command dozens of times. */
const PLAY_MS_MAX = 180_000

const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.txt'),
)

describe.concurrent('the command prints what its transcripts say', () => {
  test.for(names)('%s', { timeout: PLAY_MS_MAX }, async (name) => {
    const transcript = readTranscript(readFileSync(join(folder, name), 'utf8'))
    expect(transcript.steps.length).toBeGreaterThan(0)
    await play(name, transcript)
  })
})

async function play(name: string, transcript: Transcript): Promise<void> {
  const home = join(root, name, 'home')
  const work = join(root, name, 'work')
  mkdirSync(home, { recursive: true })
  mkdirSync(work, { recursive: true })
  for (const [path, text] of transcript.files) {
    mkdirSync(dirname(join(work, path)), { recursive: true })
    writeFileSync(join(work, path), text)
  }
  const path = [bin, dirname(process.execPath), process.env['PATH']].join(delimiter)
  const env = { PATH: path, HOME: home, NODE_COMPILE_CACHE: join(root, 'cache') }
  for (const { command, line, ...expected } of transcript.steps) {
    const ran = await run(command, work, env)
    const lines = (text: string): string[] =>
      text.replaceAll(home, '$HOME').replaceAll(work, '$WORK').trimEnd().split('\n')
    const got = { stdout: lines(ran.stdout), stderr: lines(ran.stderr), exitCode: ran.exitCode }
    // Where the wildcards fit, what was expected takes their place, so that a difference is shown line by line.
    const stdout = fits(expected.stdout, got.stdout) ? got.stdout : expected.stdout
    const stderr = fits(expected.stderr, got.stderr) ? got.stderr : expected.stderr
    expect(got, `${name}:${line}: ${command}`).toEqual({ stdout, stderr, exitCode: expected.exitCode })
  }
}

interface Ran {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number | null
}

function run(command: string, cwd: string, env: Record<string, string>): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', command], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.on('error', reject)
    child.on('close', (exitCode) => resolve({ stdout, stderr, exitCode }))
  })
}
