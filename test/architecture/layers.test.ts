import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ARROWS, siblingsInManifest, violationsOf } from './layers.ts'
import { reachedFrom, root } from './source-tree.ts'

const present = Object.entries(ARROWS).filter(([folder]) => existsSync(join(root, folder)))

/** Node modules the heart of a package may reach, each with its reason. */
const ALLOWED_IN_HEART: Readonly<Record<string, readonly string[]>> = {
  // Native primitives are chosen before JavaScript ones; that choice is the package's purpose.
  'packages/crypto': ['node:crypto', 'node:worker_threads', 'node:os', 'node:util', 'node:buffer'],
  // Bytes are decoded and digested natively, and long ones in slices between which the event loop runs.
  'packages/proxy': ['node:buffer', 'node:crypto', 'node:timers/promises'],
  // Digests and keyed hashes; nothing is opened, listened to or started.
  'packages/audit': ['node:crypto', 'node:buffer'],
  'packages/approvals': ['node:crypto', 'node:buffer'],
  // How the network spells a host is a table of the platform; nothing is asked.
  'packages/reviewer': ['node:url'],
  // A client of Redis is all that the package is; it opens no connection until it is called. Scripts are read as texts are.
  'packages/redis': ['ioredis', 'node:crypto', 'node:events', 'node:net', 'node:fs', 'node:path'],
  // A checkout reads its own texts where they stand; the build puts them in the place of the module that does.
  'packages/policies': ['node:fs', 'node:path'],
  // How absolute paths are written on each platform; nothing is looked at.
  'packages/clients': ['node:path'],
  // On whose behalf a call is made is carried along asynchronous work.
  'packages/sdk': ['node:async_hooks'],
  // Here the layers meet: it reads policies and knows where files lie; sockets, processes and databases come later.
  'packages/runtime': [
    'node:events',
    'node:fs',
    'node:fs/promises',
    'node:os',
    'node:path',
    'node:timers/promises',
    'node:worker_threads',
  ],
}

/** Doors beside the root of a package that touch nothing of the machine either. */
const PURE_DOORS: readonly (readonly [folder: string, door: string])[] = [
  ['packages/core', 'src/readings/index.ts'],
  ['packages/core', 'src/toml/index.ts'],
  ['packages/clients', 'src/text.ts'],
]

describe('the arrows between packages', () => {
  test.each(present)('%s imports only what its layer allows', (folder, allowed) => {
    expect(violationsOf(folder, allowed)).toEqual([])
  })

  test.each(present)('the manifest of %s names only what its layer allows', (folder, allowed) => {
    expect(siblingsInManifest(folder).filter((name) => !allowed.includes(name))).toEqual([])
  })

  test('every package of the workspace stands in the table', () => {
    const folders = ['packages', 'apps'].flatMap((group) =>
      readdirSync(join(root, group)).map((name) => `${group}/${name}`),
    )
    expect(folders.filter((folder) => !(folder in ARROWS))).toEqual([])
  })
})

describe('the heart of a package', () => {
  const hearts = present.filter(([folder]) => folder.startsWith('packages/'))

  test.each(hearts)('importing %s reaches no file, socket, process or framework', (folder) => {
    const allowed = ALLOWED_IN_HEART[folder] ?? []
    const reached = [...reachedFrom(join(root, folder, 'src/index.ts'))]
    const forbidden = reached.filter(
      ([name]) => /^(node:|fastify|ioredis|pino)/.test(name) && !allowed.includes(name),
    )
    expect(forbidden).toEqual([])
  })

  test.each(PURE_DOORS)('%s reaches none either', (folder, door) => {
    const reached = [...reachedFrom(join(root, folder, door)).keys()]
    const allowed = ALLOWED_IN_HEART[folder] ?? []
    expect(reached.filter((name) => name.startsWith('node:') && !allowed.includes(name))).toEqual([])
  })

  test('every dependency of a package stands in ARCHITECTURE.md with its reason', () => {
    const architecture = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')
    const missing = present.flatMap(([folder]) => {
      const { dependencies = {} } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
        dependencies?: Record<string, string>
      }
      return Object.keys(dependencies).filter(
        (name) => !name.startsWith('@kvlar/') && !architecture.includes(`\`${name}\``),
      )
    })
    expect(missing).toEqual([])
  })
})
