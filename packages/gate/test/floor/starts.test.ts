import { createFloor } from '@kvlar/gate'
import { describe, expect, test } from 'vitest'
import { call } from '../real-places.ts'

const floor = createFloor({
  protectedPaths: ['/home/ada/.kvlar', '/home/ada/.local/state/kvlar', '/home/ada/work/app/kvlar.yaml'],
  searchablePaths: ['/home/ada/work/app/kvlar.yaml'],
  home: '/home/ada',
  cwd: '/srv/elsewhere',
})

/** What a relative path begins with, from each folder above Kvlar's own. */
const STARTS = ['home/ada/.local/', 'ada/.local/', '.local/', '']
const ODD = ['', './', 'x/../', '../', 'X/../../', './/']

describe('a server may read relative paths from a folder that nobody names', () => {
  const inside = STARTS.flatMap((start) =>
    ODD.flatMap((odd) =>
      ['audit/digest.key', 'keys/a.key.json', 'approvals/reviewer.token', ''].map(
        (rest) => `${odd}${start}state/kvlar/${rest}`,
      ),
    ),
  )

  test.each(['path', 'file', 'source', 'x'])(
    'so one that ends as a folder of Kvlar does and goes on into it is denied: %s',
    (name) => {
      expect(inside.length).toBeGreaterThan(90)
      for (const path of [...inside, '.kvlar/keys/k', 'ada/.kvlar/policy.yaml', './.KVLAR/x'])
        for (const parameters of [{ [name]: path }, { list: [{ [name]: path }] }])
          expect(floor(call('read_file', parameters)), path).toMatchObject({ kind: 'inside' })
    },
  )

  test.each([
    'kvlar/audit/file.ts',
    'kvlar/keys',
    'kvlar.yaml',
    'app/kvlar.yaml',
    'state/app.json',
    'state/kvlar.ts',
    'src/state/kvlars/x',
    'docs/.kvlarrc',
  ])('and one that a project may have passes: %s', (path) => {
    expect(floor(call('read_file', { path }))).toBeUndefined()
  })
})

describe('a folder above Kvlar, from a start that nobody named,', () => {
  const protectedPaths = ['/srv/users/ada/.local/state/kvlar']
  const unplaced = createFloor({ protectedPaths, cwd: '/opt/agent', home: '/srv/users/ada' })
  const names = ['srv', 'users', 'ada', '.local', 'state']
  const chains = names.flatMap((_, from) =>
    names.slice(from).map((__, length) => names.slice(from, from + length + 1)),
  )
  const judge = (resource: string, key: string, path: string) => unplaced(call(resource, { [key]: path }))

  test.each(chains.filter((chain) => chain.length > 1).map((chain) => chain.join('/')))('%s', (path) => {
    for (const [tool, key] of [
      ['move_file', 'source'],
      ['directory_tree', 'path'],
      ['delete_directory', 'path'],
      ['zip', 'folder'],
    ] as const)
      for (const spelled of [path, `./${path}`, `${path}/`, path.replaceAll('/', '//'), path.toUpperCase()])
        expect(judge(tool, key, spelled), `${tool} ${spelled}`).toBeDefined()
    expect(judge('read_file', 'path', path)).toBeUndefined()
  })

  test.each(['state', 'users', 'src/state', 'state/src', 'ada', 'local/state'])('but not %s', (path) => {
    expect(judge('directory_tree', 'path', path)).toBeUndefined()
  })
})
