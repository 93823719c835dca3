import { describe, expect, test } from 'vitest'
import { compileShellGrant, readArgv, type ProgramGrant } from '@kvlar/core/readings'
import { granted, PATHS } from '../granted.ts'
import { combine } from '../program-spellings.ts'

/** Words to which a server, a runner or a program gives a meaning that their spelling hides. */

describe('a word of a list that is an operator is in doubt', () => {
  const operators = [
    ...combine(
      ['', '0', '1', '2', '10', '&', '{fd}'],
      ['>', '>>', '<', '<<', '<<<', '<>', '>|', '>&', '<&', '>>&'],
      ['', '1', '2', '-'],
    ),
    ...'| |& || & && ; ;; ;& ;;& ( ) &> &>> ><'.split(' '),
  ]
  const judge = compileShellGrant({
    syntax: 'argv',
    programs: { echo: { operands: 'text' }, cat: { operands: 'text' } },
  })

  test('wherever it stands, and whatever blanks a server would trim', () => {
    expect(new Set(operators).size).toBeGreaterThanOrEqual(200)
    const calls = operators.flatMap((word) =>
      ['', ' ', '\t', '\n', '\u00a0'].flatMap((blank) => [
        ['echo', 'a', `${blank}${word}${blank}`, 'conftest.py'],
        ['cat', `${blank}${word}`],
        [`${word}${blank}`, 'cat', 'a'],
      ]),
    )
    expect(calls.filter((call) => readArgv(call).doubts.length === 0)).toEqual([])
    expect(calls.filter((call) => judge(call).truth !== 'error')).toEqual([])
  })

  test('and a word that only holds one is not', () => {
    const words = ['a;b|c', 'a > b', '=>', '<div>', '>=1.2', '|x|', 'a&', ':-)', '<a@b.example>']
    for (const word of words) expect(judge(['echo', word, 'x'])).toMatchObject({ truth: 'true' })
  })
})

describe('what a pattern covers', () => {
  const PATTERNS = ['test-*', 'test:*', '*', '?est', '[!x]*', 't*t', '*-x', 'te??*']
  const ODD = Array.from({ length: 0x7f }, (_, code) => String.fromCharCode(code)).filter((character) =>
    /[^A-Za-z0-9_./:\0-]/.test(character),
  )
  const quoted = (word: string): string => `'${word.replaceAll("'", `'"'"'`)}'`

  test('are plain characters only', () => {
    const words = ODD.concat('\u00e9', '\u00a0', '\ud83d\ude00').flatMap((odd) =>
      ['test-x', 'test:x', 'test', 't-x'].map((word) => `${word.slice(0, -1)}${odd}t`),
    )
    const makes = [':=', '!=', '?=', '::=', '+=', '='].flatMap((sign) =>
      ['$(shell id)', 'id', '$x', '`id`'].map((value) => `test-x${sign}${value}`),
    )
    const all = [...words, ...makes].map((word) => `p ${quoted(word)}`)
    expect(new Set(all).size).toBeGreaterThanOrEqual(200)
    expect(granted({ operands: { one_of: PATTERNS } }, ...all)).toEqual([])
    expect(
      granted({ flags: [`--x={${PATTERNS.join('|')}}`] }, ...all.map((word) => word.replace('p ', 'p --x='))),
    ).toEqual([])
  })

  test('are all of them, and any other character that the pattern spells', () => {
    const plain = ['p test-x', 'p test:a/b.c_1', 'p test-', 'p txt', 'p best', 'p a-x']
    expect(granted({ operands: { one_of: PATTERNS } }, ...plain)).toEqual(plain)
    expect(
      granted(
        { operands: { one_of: ['a=b', 'x=*', '*@v', '+%Y *'] } },
        'p a=b',
        'p x=1',
        'p x=1=2',
        'p a@v',
        'p a@b@v',
        "p '+%Y a'",
      ),
    ).toEqual(['p a=b', 'p x=1', 'p a@v', "p '+%Y a'"])
  })

  test('of a regular expression are no control characters', () => {
    const controls = Array.from({ length: 0x20 }, (_, code) => String.fromCharCode(code)).concat('\x7f')
    const judge = compileShellGrant({ syntax: 'argv', programs: { p: { operands: { matches: '[^x]*' } } } })
    expect(controls.filter((control) => judge(['p', `a${control}b`]).truth === 'true')).toEqual([])
    expect(judge(['p', 'a b=@'])).toMatchObject({ truth: 'true' })
  })
})

describe('an operand behind `--` that begins with a dash', () => {
  const kinds: readonly ProgramGrant['operands'][] = [
    'text',
    'path',
    'revision',
    { matches: '.*' },
    { one_of: ['*'] },
  ]
  const flags = combine(
    ['-e', '-x', '-', '--require', '--logfile=x', '--eval', '-rf', '-C', '--', '-0', '-/etc'],
    ['', 'x', '=x', '/x'],
  ).filter((flag) => flag !== '-')

  test('is in doubt, since runners hand it on', () => {
    const all = flags.flatMap((flag) => [
      `p -- ${flag}`,
      `p a -- ${flag}`,
      `p -- a ${flag} x`,
      `p -- ${flag} x`,
      `p -l -- '${flag}'`,
    ])
    expect(new Set(all).size).toBeGreaterThanOrEqual(200)
    for (const operands of kinds)
      expect(granted({ flags: ['-l'], ...(operands !== undefined && { operands }) }, ...all)).toEqual([])
  })

  test('may be named as a subcommand', () => {
    const program: ProgramGrant = {
      flags: ['-l'],
      operands: 'path',
      subcommands: { '-- --nocapture': null, '-- -D warnings': { operands: 'path' } },
    }
    expect(
      granted(
        program,
        'p a',
        'p -- a',
        'p -l -- --nocapture',
        'p -- -D warnings a',
        'p -- -D',
        'p -- --nocapture a',
        'p -- --nocapture --x',
      ),
    ).toEqual(['p a', 'p -- a', 'p -l -- --nocapture', 'p -- -D warnings a'])
  })
})

describe('a program that goes through folders', () => {
  const hidden = combine(
    ['', './', 'a/', 'a/../', '/srv/work/'],
    ['.local', '.config', '.m2', '.docker', '.a', '..a', '....', '.git'],
    ['', '/', '/x', '/.', '/x/y'],
  )
  const grants: Readonly<Record<string, ProgramGrant>> = {
    rg: { operands: ['text', 'path'], walks: true },
    find: { flags: ['-name {text}'], operands: 'path', walks: true },
    grep: { flags: ['-r'], operands: ['text', 'path'], walks: true },
    tree: { operands: 'path', walks: true },
  }
  const lines = (program: string, path: string): string =>
    ({ rg: `rg x ${path}`, find: `find ${path} -name x`, grep: `grep -r x ${path}` })[program] ??
    `${program} ${path}`

  test('is not granted a hidden one', () => {
    expect(new Set(hidden).size).toBeGreaterThanOrEqual(200)
    for (const [program, grant] of Object.entries(grants))
      expect(granted(grant, ...hidden.map((path) => lines(program, path)))).toEqual([])
  })

  test('is granted it where the grant says so, and every other one', () => {
    const plain = ['a', '.', './', './...', 'a/..', 'a.b/c.', 'a/./b'].map((path) => lines('find', path))
    expect(granted({ ...grants['find'], walks: true }, ...plain)).toEqual(plain)
    expect(granted({ ...grants['find'], walks: 'hidden' }, 'find .local -name x')).toEqual([
      'find .local -name x',
    ])
    // The pattern is no path, and without the flag nothing is gone through.
    expect(granted(grants['grep'] ?? {}, 'grep -r .x a', 'grep x .github/a.yml')).toEqual([
      'grep -r .x a',
      'grep x .github/a.yml',
    ])
  })

  test('also where another spelling of its paths is granted', () => {
    const judge = compileShellGrant({ syntax: 'argv', paths: PATHS, programs: grants })
    expect(judge(['rg', 'x', '.local'])).toMatchObject({ truth: 'error', part: '.local' })
    expect(judge(['rg', 'x', 'src'])).toMatchObject({ truth: 'true' })
  })
})

describe('a program that compares two folders', () => {
  const diff: ProgramGrant = { flags: ['-u', '-y', '-w', '-U{number}'], operands: 'path' }
  const git: ProgramGrant = {
    flags: ['--no-pager'],
    subcommands: {
      diff: { flags: ['--stat', '-w', '--cached'], operands: 'revision' },
      log: { flags: ['-p'], operands: 'revision' },
    },
  }
  const folders = 'app svc . ./ .. a/b app/ ./app next.js v1.2 conf.d app.old a.ts/ a.ts/. HEAD main'.split(
    ' ',
  )
  const pairs = folders.flatMap((left) => folders.map((right) => `${left} ${right}`))

  test('is not granted two that may be folders, with whatever flags', () => {
    const lines = combine(['diff ', 'diff -u ', 'diff -yw ', 'diff -U5 ', 'diff -- '], pairs)
    expect(lines.length).toBeGreaterThan(1000)
    expect(granted(diff, ...lines)).toEqual([])
  })

  test('is granted them where the grant says that it walks', () => {
    expect(granted({ ...diff, walks: true }, 'diff -u app svc', 'diff a.ts b.ts')).toEqual([
      'diff -u app svc',
      'diff a.ts b.ts',
    ])
  })

  test('is granted two of which one is a file by its name', () => {
    const lines = [
      'diff a.ts b.ts',
      'diff -u src/a.py old',
      'diff old a.json',
      'diff - Makefile',
      'diff a.md -',
    ]
    expect(granted(diff, ...lines)).toEqual(lines)
  })

  test('is not granted a folder in which the file beside it is called like a secret', () => {
    const lines = [
      'diff config.json .docker',
      'diff .docker config.json',
      'diff -u x/config.json a/.docker/',
      'diff local.properties android',
      'diff auth.json composer',
    ]
    expect(granted(diff, ...lines)).toEqual([])
    expect(granted(git, ...lines.map((line) => `git ${line}`))).toEqual([])
  })

  test('is not granted two names that git reads as folders outside of a repository', () => {
    const heads = ['git diff ', 'git diff -w ', 'git --no-pager diff ', 'git diff -- ']
    const slipped = granted(git, ...combine(heads, pairs)).filter((line) => !/ HEAD\b/.test(line))
    expect(slipped).toEqual([])
    expect(granted({ operands: 'path' }, 'git diff app svc', 'git diff a.ts svc')).toEqual([
      'git diff a.ts svc',
    ])
  })

  test('is granted what only a repository knows', () => {
    const lines = [
      'git diff',
      'git diff app',
      'git diff HEAD app',
      'git diff HEAD~1 HEAD',
      'git diff main~2 app',
      'git diff main...topic app',
      'git diff 3f2a9c1 8d7e6f5',
      'git diff a b c',
      'git diff main src/a.ts',
      'git log app svc',
    ]
    expect(granted(git, ...lines)).toEqual(lines)
  })

  test('nor with a flag that names the other folder', () => {
    const flags = ['--from-file {path}', '--to-file {path}']
    expect(
      granted({ flags, operands: 'path' }, 'diff --to-file=app svc', 'diff --from-file app svc'),
    ).toEqual([])
    expect(
      granted(
        { subcommands: { diff: { flags: ['--no-index'], operands: 'path' } } },
        'git diff --no-index a.ts b.ts',
      ),
    ).toEqual([])
  })
})
