import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFloor } from '@kvlar/gate'
import { afterAll, describe, expect, test } from 'vitest'
import { call } from './real-places.ts'

const HOMES = ['/a5home', '/home/me', '/root', '/Users/me', '/srv/users/ada']
const WALKS = [
  ['move_file', 'source'],
  ['copy', 'src'],
  ['create_archive', 'folder'],
  ['search_files', 'path'],
  ['walk', 'dir'],
  ['directory_tree', 'path'],
  ['delete_directory', 'path'],
] as const

/** A floor for a server of which nobody can say where it works. */
function unplaced(home: string) {
  return createFloor({
    protectedPaths: [`${home}/.kvlar`, `${home}/.local/state/kvlar`, '/opt/work/app/kvlar.yaml'],
    searchablePaths: ['/opt/work/app/kvlar.yaml'],
    home,
    cwd: '/opt/work/app',
    isPlaceUnknown: true,
  })
}

describe.each(HOMES)('where nobody can say in which folder the server works and the home is %s', (home) => {
  const floor = unplaced(home)
  const names = [...home.split('/').slice(1), '.local', 'state']
  const chains = names.flatMap((_, from) =>
    names.slice(from).map((__, length) => names.slice(from, from + length + 1).join('/')),
  )

  test('a tool that takes whole folders is denied on one that leads to Kvlar from any start', () => {
    expect(chains.length).toBeGreaterThan(5)
    for (const path of chains)
      for (const [tool, key] of WALKS)
        for (const spelled of [
          path,
          `./${path}`,
          `${path}/`,
          `x/../${path}`,
          path.toUpperCase(),
          `../${path}`,
        ])
          expect(floor(call(tool, { [key]: spelled })), `${tool} ${spelled}`).toMatchObject({
            kind: 'above',
            reason: expect.stringContaining('absolute path') as string,
          })
  })

  test('and whatever else is named passes', () => {
    for (const path of [
      'src',
      'docs/home/x',
      'local/state',
      'src/state',
      '.',
      './',
      'app',
      'a.txt',
      'work',
      'kvlar',
    ])
      for (const [tool, key] of WALKS.filter(([, name]) => name !== 'source' && name !== 'src'))
        if (tool !== 'delete_directory' || !/^(?:\.|\.\/|app|work)$/.test(path))
          expect(floor(call(tool, { [key]: path })), `${tool} ${path}`).toBeUndefined()
    for (const path of chains) expect(floor(call('read_file', { path })), path).toBeUndefined()
  })
})

describe('a link on the way from a folder that nobody named', () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'floor-unplaced-')))
  afterAll(() => rmSync(root, { recursive: true }))
  const home = join(root, 'me')
  mkdirSync(join(home, '.local', 'state', 'kvlar', 'keys'), { recursive: true })
  symlinkSync(join(home, '.local'), join(root, 'h2'))
  const resolveLinks = (path: string): string => {
    try {
      return realpathSync(path)
    } catch {
      return path
    }
  }
  const options = {
    protectedPaths: [join(home, '.local', 'state', 'kvlar')],
    home,
    cwd: '/opt',
    resolveLinks,
  }
  const unknown = createFloor({ ...options, isPlaceUnknown: true })
  const known = createFloor(options)

  test('is followed from the root of the disk and from the home folder', () => {
    for (const path of [join(root, 'h2').slice(1), `${join(root, 'h2').slice(1)}/state`]) {
      expect(unknown(call('move_file', { source: path }))).toMatchObject({ kind: 'above' })
      expect(known(call('move_file', { source: path }))).toBeUndefined()
    }
    const key = `${join(root, 'h2').slice(1)}/state/kvlar/keys`
    expect(unknown(call('list_directory', { path: key }))).toMatchObject({ kind: 'inside' })
  })
})

describe("names of Kvlar's own secrets, wherever they were moved to,", () => {
  const floor = createFloor({
    protectedPaths: ['/home/me/.local/state/kvlar'],
    home: '/home/me',
    cwd: '/opt',
  })
  const id = 'a1'.repeat(32)
  const secrets = [
    `kvlar/keys/${id}.key.json`,
    `keys/${id}.key.json`,
    `${id}.key.json`,
    'kvlar/keys/signing.key.json',
    'reviewer.token',
    'approvals/reviewer.token',
    'kvlar/audit/digest.key',
    'kvlar/keys/current',
  ]
  test.each(['', '/tmp/moved/', '/a5moved/.local/state/', './x/', '../', '~/x/', '/x/%2e/'])(
    'are out of reach below `%s`',
    (start) => {
      for (const secret of secrets)
        for (const path of [start + secret, (start + secret).toUpperCase(), `${start + secret}/.`]) {
          expect(floor(call('read_text_file', { path })), path).toMatchObject({ kind: 'inside' })
          expect(floor(call('read_multiple_files', { paths: ['/a', path] })), path).toBeDefined()
          expect(floor(call('move_file', { source: path, destination: '/tmp/x' })), path).toBeDefined()
        }
    },
  )

  test('joined from two arguments too', () => {
    const parameters = { folder: '/a5moved/.local/state/kvlar/keys', name: `${id}.key.json` }
    expect(floor(call('read', parameters))).toBeDefined()
    expect(floor(call('read', { folder: '/moved/kvlar/audit', name: 'digest.key' }))).toBeDefined()
  })

  test('and what only speaks of them, or is called alike, passes', () => {
    for (const [tool, parameters] of [
      ['read_file', { path: 'locales/en.key.json' }],
      ['read_file', { path: 'docs/reviewer.token.md' }],
      ['read_file', { path: 'src/kvlar/keys' }],
      ['read_file', { path: 'src/kvlar/keys/index.ts' }],
      ['read_file', { path: 'src/kvlar/audit/file.ts' }],
      ['read_file', { path: 'keys/current' }],
      ['search_code', { query: 'reviewer.token' }],
      ['ask', { text: 'where is reviewer.token kept?' }],
    ] as const)
      expect(floor(call(tool, parameters)), JSON.stringify(parameters)).toBeUndefined()
  })
})
