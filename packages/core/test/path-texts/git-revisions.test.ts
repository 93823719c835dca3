import { compileShellGrant, compilePathGlobs, judgePathText } from '@kvlar/core/readings'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const secrets = compilePathGlobs(['$secret_files'])
const isSeen = (text: string): boolean =>
  ['true', 'error'].includes((secrets && judgePathText(text, secrets)?.truth) ?? 'false')

const shell = compileShellGrant({
  syntax: 'posix',
  paths: { within: '/srv/work', except: ['$secret_files'], relative: true },
  programs: { git: { subcommands: { show: { operands: 'revision' }, diff: { operands: 'revision' } } } },
})
const isGranted = (words: readonly string[]): boolean =>
  shell(['git', ...words].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ')).truth === 'true'

const FILES = [
  '.env',
  'my dir/.env',
  'id_rsa',
  'config/prod.env',
  '.aws/credentials',
  '"q"/.env',
  'tls/a key.pem',
]
const BRANCHES = [
  'data',
  'blob',
  'tel',
  'urn',
  'http',
  'ws',
  'b}c',
  'x{y}z',
  "f('')",
  'a"b',
  'mailto',
  'javascript',
]

/** Ways to name the one commit that there is. */
const REVISIONS = [
  'HEAD',
  '@',
  'HEAD^0',
  'HEAD~0',
  'HEAD^{}',
  'HEAD^{tree}',
  'HEAD^{commit}',
  'HEAD@{0}',
  '@{0}',
  'HEAD@{now}',
  'HEAD@{1 day ago}',
  'HEAD@{2026-01-01 10:00:00}',
  'HEAD@{yesterday}',
  'HEAD^{/fix bug}',
  'HEAD^{/fix: a/b}',
  'HEAD^{/:a/|.}',
  'HEAD^{/a:b/|.}',
  "HEAD^{/[f]([']*)|.}",
  'HEAD^{/[a-z](["]?)|.}',
  'HEAD^{/f\\(|.}',
  'HEAD^{/ |.}',
  'HEAD^{/a{1}:|.}',
  'HEAD^{/../../x|.}',
  'HEAD^{/urn:a b|.}',
  'HEAD^{/\n|.}',
  'HEAD^{/x=.env:|.}',
  '',
  ':0',
  ...BRANCHES,
  ...BRANCHES.map((branch) => `${branch}^{/a b|.}`),
].flat()

describe('a file that git finds in a revision is found in its name', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kvlar-git-'))
    for (const file of FILES) {
      mkdirSync(join(folder, dirname(file)), { recursive: true })
      writeFileSync(join(folder, file), `HIDDEN ${file}\n`)
    }
    writeFileSync(join(folder, 'a.txt'), 'open\n')
    const git = (...words: readonly string[]) => execFileSync('git', words, { cwd: folder, stdio: 'pipe' })
    git('init', '-q')
    git('add', '-A')
    git(
      '-c',
      'user.name=a',
      '-c',
      'user.email=a@example.com',
      'commit',
      '-qm',
      "fix: a/b, fix bug f('') data",
    )
    for (const branch of BRANCHES) git('branch', branch)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const shows = (...words: readonly string[]): boolean => {
    const { stdout } = spawnSync('git', ['--no-pager', ...words], { cwd: folder, encoding: 'utf8' })
    return stdout.includes('HIDDEN')
  }

  test.each(REVISIONS)('%j', (revision) => {
    for (const file of FILES)
      for (const path of [file, `./${file}`, `./x y/../${file}`]) {
        const word = `${revision}:${path}`
        // What this version of git does not take for a name is held to be seen as well.
        if (file === '.env' && path === file) expect(shows('show', word), word).toBe(true)
        // Behind the name of a branch, a name with a blank at the end may be prose.
        if (file !== 'tls/a key.pem' || /^HEAD|^@|\^\{/.test(revision)) expect(isSeen(word), word).toBe(true)
        expect(isGranted(['show', word]), word).toBe(false)
      }
    expect(isGranted(['show', `${revision}:../outside`]), revision).toBe(false)
  })

  test('at either end of a range', () => {
    for (const [left, right] of [
      ['HEAD:id_rsa', 'HEAD:a.txt'],
      ['HEAD:a.txt', 'HEAD:id_rsa'],
      ['data:config/prod.env', '@:a.txt'],
      ['HEAD^{/:a|.}:my dir/.env', 'HEAD:a.txt'],
    ] as const) {
      const word = `${left}..${right}`
      expect(shows('diff', word), word).toBe(true)
      expect(isSeen(word), word).toBe(true)
      expect(isGranted(['diff', word]), word).toBe(false)
    }
  })

  test('and any other file is none', () => {
    for (const revision of REVISIONS)
      for (const path of ['a.txt', 'src/my dir/a.ts', './docs/.env.example'])
        if (!revision.includes('.env') && !revision.includes('../'))
          expect(isSeen(`${revision}:${path}`), `${revision}:${path}`).toBe(false)
    for (const word of [
      'HEAD:a.txt',
      'HEAD^{/fix: it}',
      'HEAD^{/a/b}:a.txt',
      'main..topic',
      'HEAD:a..b.ts',
      'HEAD:src/a.ts..HEAD:src/b.ts',
    ])
      expect(isGranted(['show', word]), word).toBe(true)
  })
})
