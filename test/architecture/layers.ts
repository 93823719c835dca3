import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { root, sourcesBelow } from './source-tree.ts'

/** The arrows: which packages each package may import. Nothing else may. */
export const ARROWS: Readonly<Record<string, readonly string[]>> = {
  'packages/core': [],
  'packages/crypto': [],
  'packages/gate': ['core'],
  'packages/approvals': ['core'],
  'packages/audit': ['core', 'crypto'],
  'packages/policies': ['core'],
  'packages/clients': ['core'],
  'packages/proxy': ['core', 'gate', 'crypto'],
  'packages/redis': ['core', 'gate', 'crypto', 'approvals', 'audit'],
  'packages/reviewer': ['core', 'approvals'],
  'packages/sdk': ['core', 'gate', 'crypto', 'approvals', 'audit'],
  'packages/runtime': [
    'core',
    'crypto',
    'gate',
    'approvals',
    'audit',
    'policies',
    'clients',
    'proxy',
    'redis',
    'reviewer',
    'sdk',
  ],
  'apps/health': [],
  'apps/cli': [
    'core',
    'crypto',
    'gate',
    'approvals',
    'audit',
    'policies',
    'clients',
    'proxy',
    'sdk',
    'reviewer',
    'runtime',
    'health',
  ],
}

/** Every arrow of a package that the table does not have, as `file imports @kvlar/x`. */
export function violationsOf(folder: string, allowed: readonly string[], base = root): string[] {
  const own = folder.split('/').at(-1)
  const found: string[] = []
  for (const { file, imports } of sourcesBelow(join(base, folder, 'src'))) {
    for (const name of imports) {
      const target = /^@kvlar\/([^/]+)/.exec(name)?.[1]
      const climbs =
        name.startsWith('.') && relative(join(base, folder), join(file, '..', name)).startsWith('..')
      if (climbs || (target !== undefined && target !== own && !allowed.includes(target))) {
        found.push(`${relative(base, file)} imports ${name}`)
      }
    }
  }
  return found
}

/** The sibling packages whose code a manifest takes in: a bundle needs them while it is built, and never afterwards. */
export function siblingsInManifest(folder: string): string[] {
  const file = join(root, folder, 'package.json')
  if (!existsSync(file)) return []
  const { bin, dependencies, devDependencies } = JSON.parse(readFileSync(file, 'utf8')) as {
    bin?: object
    dependencies?: Record<string, string>
    devDependencies?: Record<string, string>
  }
  return Object.keys({ ...dependencies, ...(bin && devDependencies) })
    .filter((name) => name.startsWith('@kvlar/'))
    .map((name) => name.slice('@kvlar/'.length))
}
