import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The root of the checkout. */
export const root = resolve(import.meta.dirname, '..')

/** Every published package of the workspace: its folder, manifest, and entry files derived from its export map. */
export function workspacePackages() {
  return ['packages', 'apps']
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(root, folder, name)))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map((folder) => {
      const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
      return { folder, manifest, entries: entriesOf(manifest) }
    })
}

/** Source files behind `exports` and `bin`; `dist` mirrors `src`, so one map is enough. */
function entriesOf(manifest) {
  const exported = Object.values(manifest.exports ?? {}).filter((target) => /^\.\/src\/.*\.ts$/.test(target))
  const commands = Object.values(manifest.bin ?? {}).map((target) =>
    target.replace(/^(\.\/)?dist\//, './src/').replace(/\.js$/, '.ts'),
  )
  return [...new Set([...exported, ...commands])].map((target) => target.slice(2))
}
