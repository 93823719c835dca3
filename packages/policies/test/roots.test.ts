import { builtinPolicy, CURATED, fillTemplate } from '@kvlar/policies'
import { describe, expect, it } from 'vitest'
import { judge, parseUrl } from './judge.ts'

/** A curated policy with its folders set. */
function withFolders(name: string, setting: string, folders: string): ReturnType<typeof judge> {
  const template = CURATED.find((one) => one.name === name)
  if (template === undefined) throw new Error(`there is no policy ${name}`)
  const filled = fillTemplate(template, new Map([[setting, folders]]), { parseUrl })
  if (!filled.ok) throw new Error(filled.problem.message)
  return judge(filled.policy)
}

describe('The filesystem policy after its roots are set', () => {
  const filesystem = withFolders('filesystem', 'roots', '/srv/data,/home/me/project')

  it('reads and asks inside of the roots, whichever it is', () => {
    for (const path of [
      '/srv/data',
      '/srv/data/a.txt',
      '/home/me/project/src/../a.txt',
      '/srv//data/./a.txt',
    ]) {
      expect(filesystem('read_text_file', { path }).outcome, path).toBe('allow')
      expect(filesystem('write_file', { path, content: '' }).outcome, path).toBe('require_approval')
    }
    expect(filesystem('read_text_file', { path: 'src/main.ts' }).outcome).toBe('allow')
    expect(filesystem('read_multiple_files', { paths: ['/srv/data/a', '/home/me/project/b'] }).outcome).toBe(
      'allow',
    )
  })

  it('denies everything outside, however the way out is written', () => {
    const outside = [
      '/',
      '/srv',
      '/srv/database',
      '/srv/data-evil/a.txt',
      '/srv/data/../a.txt',
      '/srv/data/../../etc/passwd',
      '/srv/data/./../x',
      '/srv/DATA/a.txt',
      '/srv/data/%2e%2e/%2e%2e/etc/passwd',
      '/srv/data/%252e%252e/x',
      '/srv/data/..\\..\\x',
      '/srv/data/\u2025/x',
      '/srv/data\0/../../etc/passwd',
      'data/../../etc/passwd',
      '~/a.txt',
      'file:///srv/data/a.txt',
      '//srv/data/a.txt',
    ]
    for (const path of outside)
      for (const tool of ['read_text_file', 'list_directory', 'write_file', 'edit_file', 'create_directory'])
        expect(filesystem(tool, { path }).outcome, `${tool} ${path}`).toBe('deny')
    for (const path of outside)
      expect(filesystem('read_multiple_files', { paths: ['/srv/data/a.txt', path] }).outcome, path).toBe(
        'deny',
      )
  })

  it('takes Windows folders as well', () => {
    const windows = withFolders('filesystem', 'roots', 'C:\\Users\\me\\project')
    expect(windows('read_text_file', { path: 'C:\\Users\\me\\project\\a.txt' }).outcome).toBe('allow')
    expect(windows('read_text_file', { path: 'c:/users/ME/project/a.txt' }).outcome).toBe('allow')
    for (const path of [
      'C:\\Users\\me\\other\\a.txt',
      'C:\\Users\\me\\project\\..\\a.txt',
      'C:\\Users\\me\\project\\.ssh\\id_rsa',
      '/etc/passwd',
    ])
      expect(windows('read_text_file', { path }).outcome, path).toBe('deny')
  })
})

describe('The git policy after its repositories are set', () => {
  it('looks at them and at no others', () => {
    const git = withFolders('git', 'repositories', '/home/me/code')
    expect(git('git_status', { repo_path: '/home/me/code/shop' }).outcome).toBe('allow')
    for (const repo_path of ['/home/me/code-evil', '/home/me/code/../secret', '/', '..'])
      expect(git('git_status', { repo_path }).outcome, repo_path).toBe('deny')
    // Below the folder in which the server stands, which may be another one.
    expect(git('git_status', { repo_path: '.' }).outcome).toBe('require_approval')
  })
})

describe('The policies for web addresses', () => {
  it('know the same private addresses', () => {
    const rows = (name: string) => /value: &closed (\[.*\])/.exec(builtinPolicy(name) ?? '')?.[1]
    expect(rows('fetch')).toBeTruthy()
    expect(rows('playwright')).toBe(rows('fetch'))
  })
})
