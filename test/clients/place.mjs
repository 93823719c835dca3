import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** This checkout. */
export const root = resolve(import.meta.dirname, '../..')
/** What is not to be read, in the project of each client. */
export const SECRET = 'hunter2-of-the-client-run'
const RUN_MS_MAX = 300_000

/** A HOME, and a project with a file to read and a secret, below the cache: `wrap` trusts nothing in a temporary folder. */
export function makePlace(name) {
  const cache = join(root, '.cache', 'clients')
  mkdirSync(cache, { recursive: true })
  const base = realpathSync(mkdtempSync(join(cache, `${name}-`)))
  const home = join(base, 'home')
  const project = join(base, 'project')
  for (const folder of [home, project]) mkdirSync(folder)
  writeFileSync(join(project, 'notes.txt'), 'buy milk\n')
  writeFileSync(join(project, '.env'), `PASSWORD=${SECRET}\n`)
  return { base, home, project, isFinished: false, approve: () => {} }
}

/** This environment without what would point a client or Kvlar elsewhere than its own HOME. */
export function cleanEnvironment(home) {
  const own = Object.entries(process.env).filter(
    ([key]) => !/^(XDG_|KVLAR_|CLAUDE|ANTHROPIC|OPENAI|CODEX|GEMINI|GOOGLE)/.test(key),
  )
  return { ...Object.fromEntries(own), HOME: home, USERPROFILE: home }
}

export async function runOnce(program, words, { cwd, env }, problems) {
  const child = spawn(program, words, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => (output += text))
  const timer = setTimeout(() => child.kill('SIGKILL'), RUN_MS_MAX)
  const code = await new Promise((done) => child.on('close', done))
  clearTimeout(timer)
  if (code !== 0) problems.push(`the client ended with exit code ${code}: ${output.slice(-800)}`)
}
