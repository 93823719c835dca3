/*
 * The adapters against frameworks that are too heavy for `npm test`, whole: `npm run adapters [NAME…]`. They weigh some
 * 700 MB, two of them bring the program of a coding agent along, and are installed as `package-lock.json` has them, into
 * the ignored cache of this checkout; no script of a package runs. Each agent does its work for real, with a model on
 * loopback that follows a script. The programs of `docs/adapters.md` that need them are checked and run here too.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'

const here = import.meta.dirname
const root = resolve(here, '../../..')
const cache = join(root, '.cache', 'adapters')
const MANIFEST = ['package.json', 'package-lock.json']

const modules = installed()
const link = join(here, 'node_modules')
rmSync(link, { recursive: true, force: true })
symlinkSync(modules, link, 'junction')

step('the adapters have the types that the frameworks take', 'tsc', ['-p', join(here, 'tsconfig.json')])
step('the adapters do what docs/adapters.md says', 'vitest', [
  'run',
  '--config',
  join(here, 'vitest.config.ts'),
  ...process.argv.slice(2),
])

/** Where the frameworks are, installed unless they are there as they are locked. */
function installed() {
  const digest = createHash('sha256')
  for (const file of MANIFEST) digest.update(readFileSync(join(here, file)))
  const folder = join(cache, digest.digest('hex').slice(0, 16))
  if (!existsSync(folder)) {
    const fresh = `${folder}.new`
    rmSync(fresh, { recursive: true, force: true })
    mkdirSync(fresh, { recursive: true })
    for (const file of MANIFEST) copyFileSync(join(here, file), join(fresh, file))
    console.log(`installing the frameworks, some 700 MB, into ${folder}`)
    const quietly = ['--ignore-scripts', '--no-audit', '--no-fund']
    // Not `npm ci`: it refuses a lock that lacks the programs of other platforms, which not every registry has.
    step('the frameworks are installed', 'npm', ['install', '--prefix', fresh, '--loglevel=http', ...quietly])
    renameSync(fresh, folder)
  }
  return join(folder, 'node_modules')
}

/** One thing that has to be true; the first that is not ends the run. */
function step(sentence, command, args) {
  const started = performance.now()
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  const seconds = ((performance.now() - started) / 1000).toFixed(0)
  console.log(`${status === 0 ? '✓' : '✗ not true:'} ${sentence} (${seconds} s)`)
  if (status !== 0) process.exit(status ?? 1)
}
