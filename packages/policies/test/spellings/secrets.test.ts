import type { JsonObject } from '@kvlar/core/json'
import { builtinPolicy } from '@kvlar/policies'
import { describe, expect, it } from 'vitest'
import { judge } from '../judge.ts'
import { SECRET_PATHS, SECRETS } from './secret-paths.ts'

const filesystem = judge(builtinPolicy('filesystem') ?? '')
const git = judge(builtinPolicy('git') ?? '')

/** Ways to hand one path to the filesystem server, also under names that it does not publish. */
const PLACES: readonly (readonly [tool: string, place: (path: string) => JsonObject])[] = [
  ['read_file', (path) => ({ path })],
  ['read_text_file', (path) => ({ path, head: 5 })],
  ['read_media_file', (path) => ({ path })],
  ['get_file_info', (path) => ({ path })],
  ['list_directory', (path) => ({ path })],
  ['write_file', (path) => ({ path, content: 'x' })],
  ['edit_file', (path) => ({ path, edits: [{ oldText: 'a', newText: 'b' }], dryRun: true })],
  ['read_multiple_files', (path) => ({ paths: [path] })],
  ['read_multiple_files', (path) => ({ paths: ['/home/me/a.txt', path] })],
  ['move_file', (path) => ({ source: path, destination: '/home/me/a.txt' })],
  ['move_file', (path) => ({ source: '/home/me/a.txt', destination: path })],
  ['read_text_file', (path) => ({ path: '/home/me/a.txt', file: path })],
  ['read_text_file', (path) => ({ path: { path } })],
  ['read_text_file', (path) => ({ input: { path } })],
  ['read_text_file', (path) => ({ path: [path] })],
]

describe('A secret', () => {
  it('is denied by the filesystem policy in every spelling, place and tool', () => {
    expect(SECRET_PATHS.length).toBeGreaterThan(400)
    const slipped = PLACES.flatMap(([tool, place]) =>
      SECRET_PATHS.filter((path) => filesystem(tool, place(path)).outcome !== 'deny').map((path) => [
        tool,
        path,
      ]),
    )
    expect(slipped).toEqual([])
  })

  it('is denied by the git policy in every spelling of a revision and of a file to add', () => {
    const spellings = SECRETS.flatMap((path) => [
      path,
      `./${path}`,
      `${path}/`,
      `${path}/.`,
      `${path}/x/..`,
      `x/../${path}`,
      `.//${path}`,
      path.toUpperCase(),
    ])
    const revisions = spellings.flatMap((path) =>
      ['HEAD:', 'main~2:', ':', ':0:', 'stash@{0}:', 'v1.0^{tree}:'].map((at) => at + path),
    )
    const files = spellings.flatMap((path) => [path, `:(icase)${path}`, `:(top,literal)${path}`, `:/${path}`])
    expect(revisions.length + files.length).toBeGreaterThan(1000)
    const repo_path = '/home/me/code'
    const isDenied = (tool: string, parameters: JsonObject) => git(tool, parameters).outcome === 'deny'
    expect(revisions.filter((revision) => !isDenied('git_show', { repo_path, revision }))).toEqual([])
    expect(revisions.filter((target) => !isDenied('git_diff', { repo_path, target }))).toEqual([])
    expect(files.filter((file) => !isDenied('git_add', { repo_path, files: ['a.ts', file] }))).toEqual([])
  })
})

describe('An option', () => {
  it('is denied by the git policy under a harmless name in every hidden folder', () => {
    const heads = ['/home/me/', '/home/me/a/', '/', '/home/me/a/../', '/home//me/./']
    const folders = '.config .docker .local/share .m2 .gnupg/x .x .config/ .cache/.'.split(' ')
    const calls = heads.flatMap((head) =>
      folders.flatMap((folder) =>
        ['git_show', 'git_diff', 'git_add', 'git_status', 'git_log'].map((tool) => ({
          tool,
          repo_path: head + folder,
        })),
      ),
    )
    expect(calls.length).toBeGreaterThanOrEqual(200)
    const more: Readonly<Record<string, JsonObject>> = {
      git_show: { revision: 'HEAD:gh/hosts.yml' },
      git_diff: { target: 'HEAD' },
      git_add: { files: ['gh/hosts.yml'] },
    }
    expect(
      calls.filter(({ tool, repo_path }) => git(tool, { repo_path, ...more[tool] }).outcome !== 'deny'),
    ).toEqual([])
  })

  it('is denied by the git policy in every argument of every tool, but for the message of a commit', () => {
    const options = ['--output=/x', '-O/x', '--ext-diff', ' -p', '\t--all', '\u00a0-f', '-', '--', '-1\n--x']
    const names = [
      'target',
      'revision',
      'branch_name',
      'base_branch',
      'branch_type',
      'contains',
      'not_contains',
    ]
    const more = ['start_timestamp', 'end_timestamp', 'max_count', 'context_lines', 'unknown']
    const tools = 'status diff diff_staged diff_unstaged log show branch add create_branch checkout reset'
    const slipped = tools.split(' ').flatMap((tool) =>
      options.flatMap((option) =>
        [...names, ...more]
          .map((name): JsonObject => ({ repo_path: '/home/me/code', [name]: option }))
          .concat({ repo_path: '/home/me/code', files: ['a.ts', option] })
          .filter((parameters) => git(`git_${tool}`, parameters).outcome !== 'deny'),
      ),
    )
    expect(slipped).toEqual([])
  })
})
