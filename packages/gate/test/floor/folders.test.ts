import { agentPrincipal, type Action } from '@kvlar/core'
import type { JsonObject } from '@kvlar/core/json'
import { createFloor, type FloorOptions } from '@kvlar/gate'
import { describe, expect, test } from 'vitest'

const HOME = '/home/ada'
const KVLAR = '/home/ada/.kvlar'
const PROJECT_POLICY = '/home/ada/work/app/kvlar.yaml'
const base = {
  protectedPaths: [KVLAR, '/home/ada/.local/state/kvlar', PROJECT_POLICY],
  searchablePaths: [PROJECT_POLICY],
  home: HOME,
  cwd: '/home/ada/work',
} satisfies FloorOptions
const floor = createFloor(base)

function call(resource: string, parameters: JsonObject): Action {
  return { type: 'tool_call', resource, parameters, agentId: 'a', principal: agentPrincipal('a') }
}

const CHANGING = [
  'move_file',
  'rename',
  'deleteFolder',
  'remove-path',
  'rm',
  'copy_directory',
  'fs.unlink',
  'extractArchive',
  'replace_in_files',
  'sync',
  'DELETEfile',
  'mOvE',
  'encrypt_folder',
  'empty-folder',
  'destroy',
  'clear_directory',
  'resetFolder',
  'relocate',
  'clone_folder',
  'duplicate',
  'replicate',
  'overwrite',
  'chmod',
  'bulk_edit',
  'l\u00f6sche',
]
const READING = [
  'directory_tree',
  'search_files',
  'grep',
  'findFiles',
  'zip',
  'create_archive',
  'tar',
  'walk',
  'files/glob',
  'RecursiveList',
  'load_directory',
  'read_folder',
  'ingest_directory',
  'loadDocuments',
  'collect_files',
  'bundle',
  'concat_files',
  'share_folder',
]
const OTHERS = ['list_directory', 'get_file_info', 'stat', 'read_file', 'open', 'create_directory', 'do_it']

const ABOVE = [
  '/',
  '/home',
  HOME,
  `${HOME}/`,
  '/home/./ada',
  `${HOME}/work/..`,
  '..',
  '~',
  'file:///home/ada',
  '/HOME/ADA',
  `${HOME}/.local`,
  `${HOME}/.local/state`,
  '/home/*',
  '%2fhome',
  '--root=/home',
]

describe('a tool that takes whole folders is denied one that holds what Kvlar protects', () => {
  test.each([...CHANGING, ...READING])('%s', (tool) => {
    for (const folder of ABOVE)
      for (const parameters of [
        { path: folder },
        { source: folder, destination: '/tmp/x' },
        { paths: ['/tmp', folder] },
        { in: { dir: folder } },
      ])
        expect(floor(call(tool, parameters)), `${tool} ${JSON.stringify(parameters)}`).toMatchObject({
          path: expect.stringContaining('kvlar'),
        })
  })

  test('also when the folder stands in two arguments', () => {
    for (const parameters of [
      { cwd: '/', path: 'home' },
      { cwd: HOME, path: '.' },
      { root: '/home', dir: 'ada' },
      { cwd: '/', args: ['-r', 'x', 'home'] },
    ])
      expect(floor(call('grep', parameters)), JSON.stringify(parameters)).toMatchObject({ kind: 'above' })
  })

  test('also when an argument says what one tool for everything does', () => {
    for (const parameters of [
      { operation: 'move', path: HOME },
      { command: 'grep', dir: HOME },
      { action: 'delete_folder', path: HOME },
      { path: HOME, recursive: true },
      { path: HOME, options: { recurse: true, recursive: 1 } },
    ])
      expect(floor(call('fs', parameters)), JSON.stringify(parameters)).toMatchObject({ kind: 'above' })
  })

  test('and is told which folder to name instead', () => {
    expect(floor(call('directory_tree', { path: HOME }))?.reason).toBe(
      '`/home/ada` holds files that Kvlar protects, and this tool takes whole folders; name a folder in it that does not hold `.kvlar`',
    )
    const elsewhere = createFloor({ ...base, cwd: '/home/ada/notes' })
    expect(elsewhere(call('directory_tree', { path: '/home' }))?.reason).toContain(
      'name `/home/ada/notes` or another folder in it',
    )
    const started = createFloor({ ...base, cwd: '/', roots: [HOME, '/home/ada/photos'] })
    expect(started(call('directory_tree', { path: '/' }))?.reason).toContain('name `/home/ada/photos` or')
  })
})

describe('what does not take a whole folder, or takes another one, passes', () => {
  test.each(OTHERS)('%s of a folder above', (tool) => {
    for (const path of [HOME, '/', '..']) expect(floor(call(tool, { path })), path).toBeUndefined()
  })

  test.each([...CHANGING, ...READING])('%s elsewhere', (tool) => {
    for (const path of [
      '/home/ada/notes',
      '/tmp',
      '/srv/a',
      'notes',
      '/home/ada/work/app/src',
      './notes',
      '/home/ada/.kvlarx',
    ])
      expect(floor(call(tool, { path })), path).toBeUndefined()
  })

  test('a search over a project that holds a policy, but no change of it', () => {
    for (const tool of READING)
      expect(floor(call(tool, { path: '/home/ada/work/app', pattern: '**/*.ts' })), tool).toBeUndefined()
    for (const tool of READING)
      expect(floor(call(tool, { path: '/home/ada/work', pattern: '*' })), tool).toBeUndefined()
    expect(floor(call('list_files', { pattern: '*.yaml', dir: '/home/ada/work/app' }))).toBeUndefined()
    for (const tool of CHANGING)
      expect(floor(call(tool, { path: '/home/ada/work/app' })), tool).toMatchObject({ kind: 'above' })
    for (const tool of ['read_file', 'search_files', 'write'])
      expect(floor(call(tool, { path: PROJECT_POLICY }))).toMatchObject({ kind: 'inside' })
    expect(floor(call('edit_files', { pattern: '/home/ada/work/app/*.yaml' }))).toMatchObject({
      kind: 'inside',
    })
  })

  test('where the server is on another machine', () => {
    const remote = createFloor({ ...base, isRemote: true })
    for (const tool of [...CHANGING, ...READING])
      expect(remote(call(tool, { path: '/' })), tool).toBeUndefined()
    expect(remote(call('read_file', { path: KVLAR }))).toMatchObject({ kind: 'inside' })
  })
})

describe('links are followed where the server is on this machine', () => {
  const links: Readonly<Record<string, string>> = {
    '/tmp/key': KVLAR,
    '/tmp/up': HOME,
    '/home/ada/work/l': '/home/ada/.local',
  }
  const resolveLinks = (path: string): string | undefined => {
    const link = Object.keys(links).find((one) => path === one || path.startsWith(`${one}/`))
    return link === undefined ? path : `${links[link] ?? ''}${path.slice(link.length)}`
  }
  const linked = createFloor({ ...base, resolveLinks })

  test('into what Kvlar protects', () => {
    for (const parameters of [
      { path: '/tmp/key' },
      { path: '/tmp/key/policy.yaml' },
      { path: '/tmp/up/.kvlar/x' },
      { path: 'l/state/kvlar/x' },
      { dir: '/tmp', path: 'key/x' },
      { dir: '/tmp', name: 'up/.kvlar' },
      { f: '/tmp/x/../key' },
      { f: '/tmp/key/../.kvlar/x' },
      { f: '--in=/tmp/key' },
      { x: 'file:///tmp/key' },
    ])
      expect(linked(call('read', parameters)), JSON.stringify(parameters)).toMatchObject({ kind: 'inside' })
  })

  test('to a folder that holds it', () => {
    expect(linked(call('directory_tree', { path: '/tmp/up' }))).toMatchObject({ kind: 'above' })
    expect(linked(call('directory_tree', { cwd: '/tmp/up', path: '.' }))).toMatchObject({ kind: 'above' })
    expect(linked(call('list_directory', { path: '/tmp/up' }))).toBeUndefined()
  })

  test('and the disk is asked about paths only', () => {
    const asked: string[] = []
    const watched = createFloor({ ...base, resolveLinks: (path) => void asked.push(path) })
    watched(
      call('write_file', { path: '/srv/a.md', content: 'See `src/a.ts` and /etc/hosts.\n\n- one/two\n' }),
    )
    watched(
      call('create_issue', { title: 'Fix it', body: 'a/b does not work, see https://a/b', labels: ['bug'] }),
    )
    watched(call('fetch', { url: 'https://example.com/a/b' }))
    expect(asked).toEqual(['/srv/a.md'])
  })
})
