import { agentPrincipal, type Action } from '@kvlar/core'
import type { JsonObject, JsonValue } from '@kvlar/core/json'
import { createFloor, LIMITS, type FloorOptions } from '@kvlar/gate'
import { describe, expect, test } from 'vitest'

const HOME = '/home/ada'
const KVLAR = '/home/ada/.kvlar'
const STATE = '/home/ada/.local/state/kvlar'
const base = { protectedPaths: [KVLAR, STATE], home: HOME, cwd: '/srv/work' } satisfies FloorOptions

function call(resource: string, parameters: JsonObject): Action {
  const type = resource.includes('://') ? 'resource_read' : 'tool_call'
  return { type, resource, parameters, agentId: 'a', principal: agentPrincipal('a') }
}

const encoded = (text: string, times: number): string =>
  times === 0
    ? text
    : encoded(
        text.replace(/[^a-z]/gi, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`),
        times - 1,
      )

/** One file or folder of Kvlar by every way of writing it that some server undoes. */
const SPELLINGS: readonly ((path: string) => string)[] = [
  (path) => path,
  (path) => `${path}/`,
  (path) => `${path}/.`,
  (path) => `${path}/x/..`,
  (path) => path.replaceAll('/', '//'),
  (path) => path.replaceAll('/', '/./'),
  (path) => path.replaceAll('/', '/x/../'),
  (path) => `/tmp/..${path}`,
  (path) => `/../..${path}`,
  (path) => `../..${path}`,
  (path) => `./../../${path.slice(1)}`,
  (path) => path.replace(HOME, '~'),
  (path) => path.replace(HOME, '~ada'),
  (path) => path.replace(HOME, '$HOME'),
  (path) => path.replace(HOME, '${HOME}'),
  (path) => path.replaceAll('/', '\\'),
  (path) => path.toUpperCase(),
  (path) => `"${path}"`,
  (path) => `'${path}'`,
  (path) => ` ${path}\n`,
  (path) => `${path}\0.txt`,
  (path) => `file://${path}`,
  (path) => `FILE://localhost${path}`,
  (path) => `file:${path}?x#y`,
  (path) => `vscode-remote://ssh${path}`,
  (path) => `/System/Volumes/Data${path}`,
  (path) => `/private${path}`,
  (path) => encoded(path, 1),
  (path) => encoded(path, 2),
  (path) => encoded(path, 4),
  (path) => encoded(path, 7),
  (path) => path.replace('kvlar', 'kv*'),
  (path) => path.replace('kvlar', '?vlar'),
  (path) => path.replace('kvlar', 'kv[l-m]ar'),
  (path) => path.replace('kvlar', '{other,kvlar}'),
  (path) => path.replace('/home/', '/{home,srv}/'),
  (path) => path.replace('/ada/', '/*/'),
  (path) => path.replace('/ada/', '/**/'),
  (path) => `--file=${path}`,
  (path) => `--file="${path}"`,
  (path) => `-f${path}`,
  (path) => `@${path}`,
  (path) => `data=@${path}`,
  (path) => `/srv/a:${path}`,
  (path) => `${path}:/srv/a`,
  (path) => `/srv/a,${path}`,
  (path) => `/srv/a;${path}`,
  (path) => `me@host:${path}`,
  (path) => `HEAD:${path}`,
  (path) => `${path}::$INDEX_ALLOCATION`,
  (path) => `${path}. `,
  (path) => path.replace('v', 'v\u200d'),
  (path) => `/proc/self/root${path}`,
  (path) => `/proc/1/root${path}`,
  (path) => `/proc/self/task/7/root${path}`,
  (path) => `/proc/thread-self/root${path}`,
  (path) => `/proc/self/task/7/cwd/../..${path}`,
  (path) => `/proc/self/cwd/../..${path}`,
  (path) => `/proc/*/root${path}`,
]

/** Where servers look for paths. */
const PLACES: readonly ((text: string) => JsonObject)[] = [
  (path) => ({ path }),
  (file) => ({ file }),
  (p) => ({ p }),
  (target) => ({ input: { nested: [{ target }] } }),
  (path) => ({ paths: ['/srv/a', path] }),
  (path) => ({ args: ['--verbose', path] }),
  (path) => ({ files: { [path]: 'text' } }),
  (destination) => ({ source: '/srv/work/a', destination }),
]

const TOOLS = [
  'read_file',
  'write_file',
  'move_file',
  'delete_path',
  'copyFile',
  'directory_tree',
  'create_archive',
  'x',
]

const FILES = [
  KVLAR,
  `${KVLAR}/policy.yaml`,
  `${STATE}/keys/signing.key`,
  `${STATE}/approvals/reviewer.token`,
]

describe('a path into what Kvlar protects is denied for every tool, in every place, by every spelling', () => {
  test.each(FILES)('%s', (file) => {
    const floor = createFloor(base)
    for (const tool of TOOLS)
      for (const place of PLACES)
        for (const spell of SPELLINGS) {
          const parameters = place(spell(file))
          expect(floor(call(tool, parameters)), `${tool} ${JSON.stringify(parameters)}`).toBeDefined()
        }
  })

  test.each(FILES)('%s as a resource', (file) => {
    const floor = createFloor(base)
    for (const uri of [`file://${file}`, `file://localhost${encoded(file, 1)}`, `fs://x${file}`])
      expect(floor(call(uri, {})), uri).toMatchObject({ kind: 'inside' })
  })
})

describe('a path in two arguments is denied', () => {
  const floor = createFloor(base)
  const joined: readonly JsonValue[] = [
    { cwd: HOME, path: '.kvlar/policy.yaml' },
    { cwd: '/home', path: 'ada/.kvlar/policy.yaml' },
    { cwd: '~', path: './.kvlar' },
    { root: `${HOME}/work/..`, file: '.kvlar/x' },
    { base: 'file:///home/ada', name: '.kvlar/x' },
    { base: '../../home/ada', path: '.kvlar/x' },
    { options: { workdir: '/home/ada/' }, args: ['cat', '.local/state/kvlar/keys/a'] },
    { args: ['-C', HOME, 'cat', '.kvlar/x'] },
    { args: [`--directory=${HOME}`, '.kvlar/x'] },
    { dir: HOME, files: ['a', '.kvlar/x'] },
    { dirs: ['/srv', HOME], files: ['a', '.kvlar/x'] },
    { steps: [{ in: '/srv' }, { in: HOME, files: ['a', '.kvlar/x'] }] },
    { file: '.kvlar/x', options: [{ cwd: HOME }] },
    { dir: HOME, pattern: '.kv*/x' },
    { dir: `${HOME}/work`, pattern: '../.k{v,w}lar/**' },
    { dir: '/home', pattern: '**/policy.yaml' },
    { folder: `${HOME}/.local`, path: 'share/../state/kvlar' },
  ]
  test.each(joined)('%j', (parameters) => {
    expect(floor(call('read_file', parameters as JsonObject))).toMatchObject({ kind: 'inside' })
  })

  test('or in one and a folder that the server was started with', () => {
    const started = createFloor({ ...base, cwd: '/', roots: ['/srv/data', HOME] })
    expect(started(call('read_file', { path: '.kvlar/policy.yaml' }))).toMatchObject({ kind: 'inside' })
    expect(started(call('read_file', { path: 'work/policy.yaml' }))).toBeUndefined()
  })
})

describe('files of processes', () => {
  const floor = createFloor(base)
  test.each([
    'environ',
    'mem',
    'fd/3',
    'fd',
    'cwd',
    'root',
    'exe',
    'maps',
    'map_files/1-2',
    'task/7/environ',
    'task/7/root/x',
    'task/7/fd/1',
    'auxv',
    'x',
  ])('/proc/self/%s is out of reach', (name) => {
    for (const process of ['self', '1', 'thread-self', '*', '[0-9]*'])
      expect(floor(call('x', { path: `/proc/${process}/${name}` }))).toMatchObject({ kind: 'process' })
  })

  test('a link of the kernel is followed before `..` leaves it', () => {
    expect(floor(call('x', { path: '/proc/self/cwd/../../../srv/x/y' }))).toMatchObject({ kind: 'process' })
    expect(floor(call('x', { path: '/dev/fd/../fd/3' }))).toMatchObject({ kind: 'process' })
  })

  test('what they only say of themselves is free, and so is what is no process', () => {
    for (const path of [
      '/proc/self/status',
      '/proc/1/stat',
      '/proc/self/task/7/comm',
      '/proc/self',
      '/proc',
      '/proc/cpuinfo',
      '/proc/sys/kernel/hostname',
      '/dev/null',
      '/srv/proc/self/root',
    ])
      expect(floor(call('x', { path })), path).toBeUndefined()
  })

  test('are those of another machine where the server is', () => {
    expect(
      createFloor({ ...base, isRemote: true })(call('x', { path: '/proc/self/environ' })),
    ).toBeUndefined()
  })
})

test('a call with more paths than anybody should look at is denied with that reason', () => {
  const floor = createFloor({ ...base, resolveLinks: (path) => path })
  const many = (count: number) => Array.from({ length: count }, (_, at) => `/srv/work/${at}`)
  expect(floor(call('read', { paths: many(1000) }))).toBeUndefined()
  const denial = floor(call('read', { paths: many(LIMITS.floorPathsMax + 1) }))
  expect(denial).toMatchObject({ kind: 'too_many', reason: expect.stringContaining('make several calls') })
  const pairs = { from: many(200).map((path) => `${path}/a`), names: many(200).map((path) => path.slice(1)) }
  expect(floor(call('read', pairs))).toMatchObject({ kind: 'too_many' })
})

test('a path that can be read in too many ways is denied with that reason', () => {
  const endless = Array.from({ length: 10 }).reduce<string>((text) => text.replace(/%/g, '%%32%35'), '%2e')
  for (const path of [endless, `/srv/\u0001/.kvlar`])
    expect(createFloor(base)(call('read', { path }))).toMatchObject({ kind: 'unreadable' })
})
