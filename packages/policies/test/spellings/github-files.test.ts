import { builtinPolicy } from '@kvlar/policies'
import { describe, expect, it } from 'vitest'
import { judge } from '../judge.ts'
import { SECRET_PATHS } from './secret-paths.ts'

const github = judge(builtinPolicy('github') ?? '')
const at = { owner: 'acme', repo: 'shop' }

/** As a repository has them: without the folder of a person. */
const PATHS = [...new Set(SECRET_PATHS.map((path) => path.replace(/^\/home\/me\//, '')))]

describe('A file with credentials of a repository', () => {
  it('is neither read nor written nor deleted, however its path is written', () => {
    const outcomes = PATHS.flatMap((path) => [
      github('get_file_contents', { ...at, path }),
      github('get_file_contents', { ...at, path: '/', ref: 'main', path_filter: path }),
      github('get_repository_tree', { ...at, path_filter: path }),
      github('delete_file', { ...at, branch: 'b', path, message: 'x' }),
      github('push_files', { ...at, branch: 'b', message: 'x', files: [{ path, content: 'x' }] }),
    ])
    expect(outcomes.length).toBeGreaterThan(2000)
    expect(outcomes.filter(({ outcome }) => outcome !== 'deny')).toEqual([])
  })

  it('is not read as a resource, on whatever branch', () => {
    const places = ['contents', 'refs/heads/main/contents', 'refs/tags/v1/contents', 'sha/4f2a1c/contents']
    const uris = PATHS.flatMap((path) => places.map((place) => `repo://acme/shop/${place}/${path}`))
    const dressed = (path: string) =>
      places.flatMap((place) =>
        ['?ref=main', '#L1', '?', '#', '?a#b'].map((end) => `repo://acme/shop/${place}/${path}${end}`),
      )
    const behind = ['.env', 'certs/server.key', 'terraform.tfstate'].flatMap(dressed)
    expect([...uris, ...behind].length).toBeGreaterThan(1500)
    const passing = [...uris, ...behind].filter(
      (uri) => github(uri, { uri }, 'resource_read').outcome !== 'deny',
    )
    expect(passing).toEqual([])
    const ordinary = ['a.txt', '.env.example', 'deploy.pub'].flatMap(dressed)
    expect(ordinary.filter((uri) => github(uri, { uri }, 'resource_read').outcome !== 'allow')).toEqual([])
  })

  it('does not stand in the way of code that speaks of one', () => {
    const contents = [
      'node_modules\n.env\n',
      '# Set up\n\nCopy `.env.example` to `.env`.\n',
      'const key = read("a.pem")\n',
    ]
    const outcomes = contents.map(
      (content) =>
        github('create_or_update_file', { ...at, branch: 'b', path: 'docs/a.md', content, message: 'x' })
          .outcome,
    )
    expect(new Set(outcomes)).toEqual(new Set(['require_approval']))
  })
})
