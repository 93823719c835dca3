import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const CACHE = resolve(import.meta.dirname, '../../.cache/nodes')

/** The oldest Node that the manifests promise, and one of each later line with long-term support. */
const VERSIONS = ['22.18.0', '24.21.0', '26.12.1']

/** Folders with one `node` each; the first time, they are installed into the cache. */
export function fetchNodes() {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  return VERSIONS.map((version) => {
    const folder = join(CACHE, version)
    const file = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    if (!existsSync(file)) {
      console.log(`installing Node ${version}`)
      mkdirSync(folder, { recursive: true })
      const quietly = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
      execFileSync('npm', ['install', '--prefix', folder, ...quietly, `${name}@${version}`], {
        stdio: 'inherit',
      })
    }
    return { version, bin: dirname(file) }
  })
}
