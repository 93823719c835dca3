import { createFloor } from '@kvlar/gate'
import { describe, expect, test } from 'vitest'
import { call } from '../real-places.ts'

const HOME = '/home/ada'
const PROJECT_POLICY = '/home/ada/work/app/kvlar.yaml'
const floor = createFloor({
  protectedPaths: ['/home/ada/.kvlar', '/home/ada/.local/state/kvlar', PROJECT_POLICY],
  searchablePaths: [PROJECT_POLICY],
  home: HOME,
  cwd: '/home/ada/work',
})

describe('the folder that a tool works in', () => {
  test('of a tool that walks all of it is held against the protected folders', () => {
    for (const tool of [
      'grep',
      'search_files',
      'find',
      'directory_tree',
      'create_archive',
      'ripgrep',
      'glob',
      'walk',
    ])
      for (const folder of ['/', '/home', HOME, '..', '~', '$HOME', 'x y/../..'])
        for (const parameters of [
          { cwd: folder, pattern: 'x' },
          { workdir: folder, query: 'k' },
          { options: { working_directory: folder }, glob: '*.ts' },
          { cwd: folder, path: 'notes', pattern: 'x' },
          { input: JSON.stringify({ cwd: folder }) },
        ])
          expect(floor(call(tool, parameters)), `${tool} ${JSON.stringify(parameters)}`).toMatchObject({
            kind: 'above',
          })
    for (const parameters of [
      { cwd: HOME, args: ['-r', '.'] },
      { cwd: HOME, args: ['-Rn', 'x', './'] },
      { cwd: '/', arguments: ['--recursive', 'home'] },
      { cwd: HOME, command: 'grep', query: 'x' },
    ])
      expect(floor(call('x', parameters)), JSON.stringify(parameters)).toMatchObject({ kind: 'above' })
    for (const parameters of [
      { repo_path: HOME, files: ['.'] },
      { cwd: HOME, paths: ['./'] },
    ])
      expect(floor(call('git_add', parameters)), JSON.stringify(parameters)).toMatchObject({ kind: 'above' })
  })

  test('is free for one that does not, and for a command line', () => {
    for (const [tool, parameters] of [
      ['bash', { command: 'find . -name "*.ts"', cwd: HOME }],
      ['run', { cwd: HOME, args: ['sort', '-r', 'notes'] }],
      ['git_diff', { cwd: HOME, target: 'HEAD' }],
      ['git_grep', { repo_path: HOME, pattern: 'x' }],
      ['grep', { cwd: '/home/ada/notes', pattern: 'x' }],
      ['clone_repository', { url: 'https://example.com/a', path: HOME }],
      ['git_add', { repo_path: '/home/ada/work/app', files: ['.'] }],
    ] as const)
      expect(floor(call(tool, parameters)), `${tool} ${JSON.stringify(parameters)}`).toBeUndefined()
  })

  test('and a repository is free for every tool', () => {
    for (const parameters of [
      { cwd: HOME },
      { working_directory: '/' },
      { repo_path: HOME },
      { repository: '~' },
    ])
      expect(floor(call('delete_branch', { ...parameters, name: 'x' }))).toBeUndefined()
  })
})
