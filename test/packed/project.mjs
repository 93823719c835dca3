import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * An empty project with packages in it, installed from their tarballs as a stranger would, without scripts.
 * @param folder made here
 * @param dependencies what `package.json` names: paths of tarballs, or versions
 */
export function emptyProject(folder, dependencies) {
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }))
  const quietly = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
  execFileSync('npm', ['install', ...quietly], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
}

/** One Node in a project: `cwd` and `home` are its own, so that it finds nothing of another's. */
export function placeFor({ version, bin }, folder) {
  const cwd = join(realpathSync(folder), version)
  const home = join(cwd, 'home')
  mkdirSync(home, { recursive: true })
  const PATH = [bin, process.env.PATH].join(delimiter)
  return { version, cwd, home, env: { PATH, HOME: home, NO_COLOR: '1' } }
}

export function run({ cwd, env }, [command, ...args]) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' })
  return { status, stdout, stderr }
}

/** @throws with everything that was printed */
export function expectThat(sentence, holds, ran) {
  if (holds) return
  throw new Error(`not true: ${sentence}\n${JSON.stringify(ran, undefined, 2).replaceAll('\\n', '\n')}`)
}
