import { realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'

/** Folders into which programs put what they run once, by what their paths hold, in lower case and with slashes. */
const CACHES: readonly (readonly [string, RegExp])[] = [
  ['npx', /\/_npx\//],
  ['npm', /\/_cacache\//],
  ['pnpm dlx', /\/pnpm(?:-cache)?\/dlx(?:-[^/]*)?\//],
  ['pnpm dlx', /\/dlx-[^/]*\/node_modules\//],
  ['yarn dlx', /\/(?:xfs-[^/]*|dlx-[^/]*|\.?yarn\/(?:berry\/)?cache)\//],
  ['bunx', /\/bunx-[^/]*\//],
  ['bun', /\/\.bun\/install\/cache\//],
  ['Deno', /\/deno\/npm\//],
  ['fnm', /\/fnm_multishells\//],
  ['the system', /\/apptranslocation\//],
]

const TEMPORARY = [
  '/tmp/',
  '/var/tmp/',
  '/private/tmp/',
  '/var/folders/',
  '/private/var/folders/',
  '/dev/shm/',
]

/**
 * Whose cache a file lies in, from which it may be gone at any time; undefined where it stays. An installed package in a
 * folder for temporary files counts, a checkout there does not: somebody is at work on it.
 */
export function cacheOf(file: string): string | undefined {
  const path = plain(file)
  const cache = CACHES.find(([, pattern]) => pattern.test(path))?.[0]
  if (cache !== undefined) return `the cache of ${cache}`
  const isPackage = path.includes('/node_modules/')
  return isPackage && temporaryFolders().some((folder) => path.startsWith(folder))
    ? 'a folder for temporary files'
    : undefined
}

function temporaryFolders(): readonly string[] {
  const own = tmpdir()
  return [...TEMPORARY, ...[own, realOf(own)].map((folder) => `${plain(folder).replace(/\/$/, '')}/`)]
}

function plain(path: string): string {
  const slashes = path.replaceAll('\\', '/').toLowerCase()
  const temporary = /^[a-z]:.*?\/appdata\/local\/temp\//.exec(slashes)?.[0]
  return temporary === undefined ? slashes : `/tmp/${slashes.slice(temporary.length)}`
}

function realOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
