import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { builtinPolicy } from '@kvlar/policies'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FilesystemProxy, makePlace, type Place, type ToolResult } from '../support/filesystem-proxy.ts'

/** A server and a proxy are started, on machines that may be busy. */
const PROCESSES_MS_MAX = 120_000

const root = realpathSync(mkdtempSync(join(tmpdir(), 'kvlar-floor-')))
const here: Place = makePlace(root)
const home = join(root, '.kvlar')
const policy = join(home, 'policy.yaml')
const queue = join(here.state, 'approvals', 'reviewer.token')
let proxy: FilesystemProxy

beforeAll(() => {
  mkdirSync(home)
  mkdirSync(join(here.state, 'approvals'), { recursive: true, mode: 0o700 })
  writeFileSync(policy, builtinPolicy('permissive') ?? '')
  writeFileSync(queue, 'kvlar_not_for_agents', { mode: 0o600 })
  symlinkSync(here.state, join(here.files, 'state-link'))
  symlinkSync(root, join(here.files, 'root-link'))
  symlinkSync(join(home, 'new.yaml'), join(here.files, 'dangling'))
  // The server may do whatever it likes: its root is the whole disk.
  proxy = new FilesystemProxy({ ...here, files: '/' }, ['--policy', policy])
})

afterAll(async () => {
  await proxy.kill()
  rmSync(root, { recursive: true, force: true })
})

const textOf = (result: ToolResult): string => JSON.stringify(result.content ?? [])

/** Names that Kvlar's reading and the server's take for different things; `..` leads out of them again. */
const ODD = [
  '\\..\\..\\..\\x',
  '\\\\?\\',
  '"',
  "'",
  '$HOME',
  '%HOME%',
  '~x',
  'c:',
  'urn:x',
  'file:',
  'a b',
  '{a,b}',
  '[a]',
  '*',
  '?#',
  '%2f..%2fx',
  '%252e',
]

/** Ways to one file for a server that runs in `process.cwd()` and whose root is `/`. */
function ways(file: string): readonly string[] {
  const below = relative(here.state, file)
  return [
    file,
    `${file}/.`,
    `${file}/x/..`,
    `/tmp/../${file}`,
    file.replace('/', '///'),
    file.slice(1),
    relative(process.cwd(), file),
    relative('/', file),
    join('~', relative(root, file)),
    `/proc/self/root${file}`,
    `/proc/self/task/${proxy.child.pid}/root${file}`,
    `/proc/${proxy.child.pid}/root${file}`,
    `/proc/thread-self/root${file}`,
    `/proc/${proxy.child.pid}/cwd/${relative(process.cwd(), file)}`,
    `${'a/../'.repeat(7000)}${relative(process.cwd(), file)}/%2f..%2fz/..`,
    ...ODD.flatMap((odd) => [
      `${odd}/../${relative(process.cwd(), file)}`,
      `${dirname(file)}/${odd}/../${basename(file)}`,
      join(here.files, 'root-link', relative(root, dirname(file))) + `/${odd}/../${basename(file)}`,
    ]),
    // The environment of the server has the variable.
    ...(below.startsWith('..') ? [] : [`$XDG_STATE_HOME/kvlar/${below}`]),
    ...(below.startsWith('..') ? [] : [join(here.files, 'state-link', below)]),
    join(here.files, 'root-link', relative(root, file)),
    join(here.files, 'root-link', 'files', '..', relative(root, file)),
  ]
}

describe(
  'behind a policy that allows everything, on a server whose root is the disk',
  { timeout: PROCESSES_MS_MAX },
  () => {
    test('nothing of Kvlar is read, written, looked at or listed as a whole', async () => {
      const calls: [string, object][] = []
      for (const file of [policy, queue])
        for (const path of ways(file)) {
          for (const tool of ['read_text_file', 'read_file', 'read_media_file', 'get_file_info'])
            calls.push([tool, { path }])
          calls.push(['read_multiple_files', { paths: [join(here.files, 'a.txt'), path] }])
          calls.push(['read_multiple_files', { paths: JSON.stringify([path]) }])
          calls.push(['write_file', { path, content: 'x' }])
          calls.push(['edit_file', { path, edits: [{ oldText: 'a', newText: 'b' }] }])
          calls.push(['move_file', { source: path, destination: join(here.files, 'moved') }])
          calls.push(['move_file', { source: join(here.files, 'a.txt'), destination: path }])
        }
      for (const folder of [home, here.state])
        for (const path of ways(folder))
          for (const tool of [
            'list_directory',
            'list_directory_with_sizes',
            'directory_tree',
            'create_directory',
          ])
            calls.push([tool, { path }])
      for (const path of [
        root,
        join(root, 'state'),
        '/',
        join(here.files, 'root-link'),
        '~',
        relative(process.cwd(), root),
      ]) {
        calls.push(['directory_tree', { path }])
        calls.push(['search_files', { path, pattern: '**/*.token' }])
        calls.push(['move_file', { source: path, destination: join(tmpdir(), 'kvlar-moved') }])
      }
      calls.push(['write_file', { path: join(here.files, 'dangling'), content: 'x' }])
      calls.push(['read_text_file', { path: `/proc/${proxy.child.pid}/environ` }])
      calls.push(['read_text_file', { path: '/proc/self/fd/0' }])

      const before = readFileSync(policy, 'utf8')
      const ids = calls.map(([tool, args]) => proxy.sendCall(tool, args))
      const answers = await Promise.all(ids.map((id) => proxy.result(id)))
      const passed = calls.filter((_, at) => answers[at]?._kvlar?.code !== 'KVLAR_PROTECTED_PATH')
      expect(passed).toEqual([])
      expect(answers.map(textOf).join('')).not.toContain('kvlar_not_for_agents')
      expect(readFileSync(policy, 'utf8')).toBe(before)
      expect(readdirSync(home)).toEqual(['policy.yaml'])
    })

    test('everything else goes on as before', async () => {
      const a = join(here.files, 'a.txt')
      for (const [tool, args] of [
        ['read_text_file', { path: a }],
        ['read_multiple_files', { paths: [a] }],
        ['list_directory', { path: root }],
        ['list_directory', { path: '/' }],
        ['get_file_info', { path: root }],
        ['directory_tree', { path: join(here.files, 'sub') }],
        ['search_files', { path: join(here.files, 'sub'), pattern: '*.txt' }],
        ['write_file', { path: join(here.files, 'b.md'), content: 'Kvlar reads ~/.kvlar/policy.yaml.\n' }],
        [
          'edit_file',
          { path: join(here.files, 'b.md'), edits: [{ oldText: 'Kvlar reads', newText: 'It reads' }] },
        ],
        ['create_directory', { path: join(here.files, 'sub', 'new') }],
        ['move_file', { source: join(here.files, 'b.md'), destination: join(here.files, 'c.md') }],
      ] as const) {
        mkdirSync(join(here.files, 'sub'), { recursive: true })
        const result = await proxy.call(tool, args)
        expect(result.isError ?? false, `${tool} ${textOf(result)}`).toBe(false)
      }
    })

    test('the agent is told which folder to name instead', async () => {
      const denied = await proxy.call('directory_tree', { path: root })
      expect(textOf(denied)).toContain('holds files that Kvlar protects')
    })
  },
)
