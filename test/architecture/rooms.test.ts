import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './source-tree.ts'

/** Beyond this many, following one call is walking through a list. */
const FILES_MAX = 25

test('no folder of a package holds more files than a room does', () => {
  const files = globSync('{packages,apps}/*/{src,test}/**/*.*', { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
  expect(files.length).toBeGreaterThan(500)
  const counts = new Map<string, number>()
  for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1)
  expect([...counts].filter(([, count]) => count > FILES_MAX)).toEqual([])
})

test.each(['ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'README.md'])(
  'every place that %s names is there',
  (page) => {
    const named = [
      ...readFileSync(join(root, page), 'utf8').matchAll(/`((?:packages|apps|tools|test)\/[^`*…]+)`/g),
    ]
    const missing = named.map(([, path = '']) => path).filter((path) => !existsSync(join(root, path)))
    expect(missing).toEqual([])
  },
)
