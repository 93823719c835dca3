import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { expectation, readTranscript, type Transcript } from './transcript.ts'

const folder = join(import.meta.dirname, 'transcripts')
const main = join(import.meta.dirname, '..', 'src', 'main.ts')
const root = mkdtempSync(join(tmpdir(), 'kvlar-transcripts-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const bin = join(root, 'bin')
mkdirSync(bin)
writeFileSync(join(bin, 'kvlar'), `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`)
chmodSync(join(bin, 'kvlar'), 0o755)

const names = readdirSync(folder).filter((name) => name.endsWith('.txt'))

describe.concurrent('the command prints what its transcripts say', () => {
  test.for(names)('%s', async (name) => {
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
  const env = { PATH: [bin, dirname(process.execPath), process.env['PATH']].join(delimiter), HOME: home }
  for (const { command, line, stdout, stderr, exitCode } of transcript.steps) {
    const got = await run(command, work, env)
    const places = (text: string): string => text.replaceAll(home, '$HOME').replaceAll(work, '$WORK')
    const where = `${name}:${line}: ${command}`
    expect.soft(places(got.stderr), `${where}: stderr`).toMatch(expectation(stderr))
    expect.soft(places(got.stdout), `${where}: stdout`).toMatch(expectation(stdout))
    expect.soft(got.exitCode, `${where}: exit code`).toBe(exitCode)
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
