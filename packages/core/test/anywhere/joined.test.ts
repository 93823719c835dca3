import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JsonObject } from '@kvlar/core/json'
import { compilePathGlobs, judgeJoined } from '@kvlar/core/readings'
import { naiveCovers } from '../naive-path-globs.ts'
import { origin, truthOf } from '../rule-builders.ts'

const among = (...globs: readonly string[]) =>
  ({ kind: 'anywhere', operator: 'path_matches', value: globs, origin }) as const

const secret = among('$secret_files')

/** Secret files that no part of their path tells. */
const FILES = [
  ['/etc', 'shadow'],
  ['/proc/self', 'environ'],
  ['/proc/1', 'maps'],
  ['/home/me/.config', 'gh/hosts.yml'],
  ['/home/me/.docker', 'config.json'],
  ['/home/me/.local/state', 'kvlar/journal.json'],
  ['/home/me/.m2', 'settings.xml'],
  ['/home/me/.cargo', 'credentials.lock'],
  ['/etc/ppp', 'chap-secrets'],
  ['/run', 'secrets/db'],
  ['/home/me/.config/google-chrome/..', 'chromium/Default/Preferences'],
  ['C:/Users/me/AppData/Roaming', 'gcloud/access_tokens.db'],
] as const

const SHAPES: readonly ((folder: string, name: string) => JsonObject)[] = [
  (directory, name) => ({ directory, name }),
  (root, path) => ({ path, root }),
  (base, file) => ({ base: `${base}/`, file: `./${file}` }),
  (base, file) => ({ base: `${base}/.`, file: `/${file}` }),
  (folder, name) => ({ options: { folder }, names: ['a.txt', name] }),
  (repo, path) => ({ repo_path: repo, revision: `HEAD:${path}` }),
  (workdir, file) => ({ workdir, command: `cat ${file.includes('.') ? file : `./${file}`} | head` }),
  (workdir, file) => ({ workdir, argv: ['cat', file] }),
  (cwd, file) => ({ cwd: `file://${cwd}`, input: JSON.stringify({ file }) }),
  (cwd, file) => ({ cwd: cwd.replaceAll('/', '\\'), file: file.replaceAll('/', '\\') }),
  (cwd, file) => ({ cwd: `"${cwd}"`, file: `x/../${file}` }),
  (cwd, file) => ({ cwd: cwd.replaceAll('/', '%2F'), file }),
  (cwd, file) => ({ cwd: cwd.replace(/^\//, './'), file }),
  (cwd, file) => ({ cwd, files: { [file]: 'contents' } }),
  (cwd, file) => ({ cwd, opt: `--file=${file}` }),
  (cwd, file) => ({ cwd: cwd.toUpperCase(), file }),
  (cwd, file) => ({ cwd, file: file.replace(/[a-z]/, (letter) => `${letter}\u200b`) }),
]

const cases = FILES.flatMap(([folder, name]) => SHAPES.map((shape) => shape(folder, name)))

test.each(cases)('a folder and a name in it are one path, wherever they stand: %j', (parameters) => {
  expect(truthOf(secret, parameters)).not.toBe('false')
})

test.each(FILES)(
  'and are a doubt, since nobody knows that the server joins them: %s %s',
  (directory, name) => {
    expect(truthOf(secret, { directory })).toBe('false')
    expect(truthOf(secret, { directory, name })).toBe('error')
  },
)

test.each<JsonObject>([
  { base: '/proc', pid: 'self', file: 'environ' },
  { file: 'environ', pid: 1, base: '/proc' },
  { base: '/', sub: 'proc', pid: 'self', file: 'environ' },
  { base: '/', dir: 'etc', name: 'shadow' },
  { drive: '/x/..', dir: 'etc', name: 'shadow' },
  { base: '/home/me/.config', sub: 'gh', name: 'hosts.yml' },
  { base: '/home/me/', sub: ['.config', 'gh'], name: 'hosts.yml' },
  { base: '/home/me/.config', sub: 'google-chrome', profile: 'Default', name: 'Cookies' },
  { cwd: '/home/me/.local', sub: 'share', of: 'keyrings', name: 'a.db' },
  { parts: ['/proc', 'self', 'environ'] },
  { base: 'C:/Users/me/AppData', sub: 'Roaming', app: 'gcloud', name: 'access_tokens.db' },
  { base: '/proc', args: '["self", "environ"]' },
])('so are three parts and more: %j', (parameters) => {
  expect(truthOf(secret, parameters)).toBe('error')
})

test.each<JsonObject>([
  { base: '/home/me/.docker', sub: 'run', name: 'themes' },
  { base: '/proc', sub: 'self', file: 'hosts' },
  { base: '/', dir: 'etc', name: 'hosts' },
  { base: '/home/me/etc', name: 'app.ts', other: 'proc' },
  { base: '/srv', dir: 'etc', name: 'shadow' },
  { path: '/', owner: 'acme', repo: 'shop', ref: 'main' },
])('and others are not: %j', (parameters) => {
  expect(truthOf(secret, parameters)).toBe('false')
})

test.each<JsonObject>([
  { directory: '/etc', name: 'hosts' },
  { directory: '/home/me/.config', name: 'app/settings.json' },
  { directory: '/home/me/shadow', name: 'etc' },
  { name: 'etc', query: 'shadow' },
  { path: '/home/me/src', content: 'see .config and then gh/hosts.yml' },
  { path: '/home/me/.config/nvim', content: 'the stack of gh, op and hub' },
  { paths: ['/home/me/a', '/home/me/b', '/etc'], pattern: 'secrets' },
  { repo_path: '/home/me/shop', message: 'Read .docker/contexts of the machine' },
])('other parts say nothing together: %j', (parameters) => {
  expect(truthOf(secret, parameters)).toBe('false')
})

test('a list with roots and exceptions is held against what the parts come to', () => {
  const lists = among('/srv/*/private/**', '!/srv/*/private/**/*.md')
  expect(truthOf(lists, { base: '/srv/a', path: 'private/x.txt' })).toBe('error')
  expect(truthOf(lists, { base: '/srv/a', path: 'private/x.md' })).toBe('false')
  expect(truthOf(lists, { base: '/srv', path: 'a/private/x.txt' })).toBe('error')
  expect(truthOf(lists, { base: '/srv/a', path: 'public/x.txt' })).toBe('false')
})

test('a large call is read, and only one that is all folders and names of the list is an error', () => {
  const many = (text: (index: number) => string) => Array.from({ length: 2000 }, (_, index) => text(index))
  const ordinary = { paths: many((i) => `/home/me/src/dir${i}/a.ts`), words: many((i) => `w${i}.txt`) }
  expect(truthOf(secret, ordinary)).toBe('false')
  const some = { paths: many((i) => `/home/${i}/a`), words: many((i) => `${i}.x`), last: '/home/1/b/2.x' }
  expect(truthOf(among('/home/*/b/*.x', '!/home/1/**'), some)).toBe('false')
  const chain = {
    base: '/proc',
    parts: many((i) => `${i}`),
    more: many((i) => `a${i}/self`),
    last: 'environ',
  }
  expect(truthOf(secret, chain)).toBe('error')
  expect(truthOf(secret, { ...chain, last: 'hosts' })).toBe('false')
  const flood = { paths: many((i) => `/home/${i}/.docker`), words: many((i) => `contexts/${i}`) }
  expect(truthOf(among('**/.docker/contexts/**'), flood)).toBe('error')
})

test('texts are joined where a naive reader that tries every order finds a path of the list, and only there', () => {
  const globs = ['**/a/b', '**/a/b/c', '**/a/*/c/d', '**/b/c/**/d', '**/d/a/b/**']
  const compiled = compilePathGlobs(globs)
  if (compiled === undefined) throw new Error('the globs do not compile')
  const texts = fc.uniqueArray(
    fc.constantFrom('/', '/a', '/x/b', '/d', 'a', 'b', 'c', 'd', 'b/c', 'a/b', 'y/d'),
    {
      maxLength: 5,
    },
  )
  const seen = new Set<boolean>()
  fc.assert(
    fc.property(texts, (drawn) => {
      // A name that says nothing is always there: keys of arguments are texts as well.
      const orders = ordersOf([...drawn, 'zz'])
      const isFolder = (text: string | undefined) => text?.includes('/') === true || drawn.includes('/')
      const covers = (order: readonly string[]) =>
        globs.some((glob) =>
          naiveCovers(
            glob,
            order.flatMap((text) => text.split('/').filter(Boolean)),
          ),
        )
      // A folder that is not a part of what is covered says nothing, unless it is the root.
      const counts = (order: readonly string[]) => drawn.includes('/') || !covers(order.slice(1))
      const expected = orders.some(
        (order) => order.length > 1 && isFolder(order[0]) && covers(order) && counts(order),
      )
      const alone = orders.some((order) => order.length === 1 && covers(order))
      if (alone) return
      seen.add(expected)
      expect(judgeJoined([...drawn, 'zz'], compiled).truth).toBe(expected ? 'error' : 'false')
    }),
    { numRuns: 2000 },
  )
  expect(seen.size).toBe(2)
})

/** Some of the texts, in every order. */
function ordersOf(texts: readonly string[]): readonly (readonly string[])[] {
  return texts.flatMap((text) => {
    const rest = ordersOf(texts.filter((other) => other !== text))
    return [[text], ...rest.map((order) => [text].concat(order))]
  })
}
