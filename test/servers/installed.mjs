import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

const CACHE = resolve(import.meta.dirname, '../../.cache/servers')

/**
 * The command that starts a program of an npm package; the first time, the package is installed into the cache. No script
 * of a package runs but the one that is named.
 */
export function npmProgram(name, version, program, installScript) {
  const folder = join(CACHE, `npm-${name.replace(/^@.*\//, '')}-${version}`)
  const file = join(folder, 'node_modules', '.bin', program)
  if (!existsSync(file)) {
    console.log(`  installing ${name}`)
    mkdirSync(folder, { recursive: true })
    const quietly = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts']
    run('npm', ['install', '--prefix', folder, ...quietly, `${name}@${version}`])
    if (installScript !== undefined) run('node', [join(folder, 'node_modules', name, installScript)])
  }
  return [file]
}

/** The same for a package of PyPI that starts by its own name, in a virtual environment of its own. */
export function pypiProgram(name, version, ...besides) {
  const folder = join(CACHE, `pypi-${name}-${version}`)
  const file = join(folder, 'bin', name)
  if (!existsSync(file)) {
    console.log(`  installing ${name}`)
    run('python3', ['-m', 'venv', folder])
    run(join(folder, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', `${name}==${version}`, ...besides])
  }
  return [file]
}

function run(command, args) {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] })
}
