import { expect, it } from 'vitest'
import { cacheOf } from '@kvlar/clients/file'

it.each([
  ['C:\\Users\\ana\\AppData\\Local\\npm-cache\\_npx\\0a1b\\node_modules\\kvlar\\dist\\main.js', 'npx'],
  ['C:\\Users\\ana\\AppData\\Local\\pnpm-cache\\dlx\\0a1b\\node_modules\\kvlar\\dist\\main.js', 'pnpm dlx'],
  ['C:\\Users\\ana\\AppData\\Local\\Temp\\x\\node_modules\\kvlar\\dist\\main.js', 'temporary'],
  ['/Users/ana/Library/Caches/pnpm/dlx/0a/node_modules/kvlar/dist/main.js', 'pnpm dlx'],
  ['/private/var/folders/ab/c/T/bunx-501-kvlar@latest/node_modules/kvlar/main.js', 'bunx'],
  ['/run/user/1000/fnm_multishells/1_2/bin/node', 'fnm'],
])('what is in a cache is known on every system: %s', (path, cache) => {
  expect(cacheOf(path)).toContain(cache)
})

it.each([
  '/usr/local/lib/node_modules/kvlar/dist/main.js',
  'C:\\Users\\ana\\AppData\\Roaming\\npm\\node_modules\\kvlar\\dist\\main.js',
  '/home/ana/.local/share/pnpm/global/5/node_modules/kvlar/dist/main.js',
  '/srv/npx/kvlar/apps/cli/src/main.ts',
  '/home/ana/.bun/install/global/node_modules/kvlar/dist/main.js',
])('what is installed is not: %s', (path) => {
  expect(cacheOf(path)).toBeUndefined()
})
