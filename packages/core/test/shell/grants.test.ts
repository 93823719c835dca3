import { describe, expect, test } from 'vitest'
import type { JsonValue } from '@kvlar/core/json'
import {
  FLAG_GRANT_PATTERN,
  shellGrantProblem,
  shellGrantWarnings,
  type ProgramGrant,
  type ShellGrant,
} from '@kvlar/core/readings'

/** The problems of a grant, as `path: problem`. */
function problems(grant: JsonValue): readonly string[] {
  return shellGrantProblem(grant).map(({ path, problem }) => `${path.join('.')}: ${problem}`)
}

const program = (value: JsonValue, name = 'p'): readonly string[] =>
  problems({ syntax: 'posix', paths: { relative: true }, programs: { [name]: value } }).map((text) =>
    text.replace(`programs.${name}`, '').replace(/^[.:] ?/, ''),
  )

describe('a grant', () => {
  test('has no problem when it is one', () => {
    expect(problems({ syntax: 'argv', programs: { ls: null } })).toEqual([])
    expect(
      program({
        flags: [
          '-l',
          '--all',
          '-n {number}',
          '-U{number}',
          '--color',
          '--color={auto|never}',
          '-{number}',
          '-o {path}',
          '--no-pager',
        ],
        operands: [
          'text',
          'number',
          'path',
          'revision',
          { one_of: ['a*'] },
          { matches: '[0-9]+' },
          { within: ['/a'], except: ['$secret_files'], relative: true },
        ],
        subcommands: { 'run test': null, '-m pytest': { subcommands: { x: {} } } },
        walks: false,
        requires: ['-l', '-n'],
      }),
    ).toEqual([])
  })

  test('says every mistake in its shape, and where', () => {
    expect(problems(null)).toEqual([': the value of `shell` must be a map'])
    expect(problems({ syntax: 'bash', programs: {}, permit: ['pipe'], path: {} })).toEqual([
      'path: `path` is not a key of the value of `shell`; did you mean `paths`?',
      'syntax: it must be posix or argv',
      'permit.0: it must be pipes or sequence; did you mean `pipes`?',
      'programs: no program is granted, so nothing ever matches',
    ])
    expect(program({ flag: [], operand: 'text' })).toEqual([
      'flag: `flag` is not a key of a program; did you mean `flags`?',
      'operand: `operand` is not a key of a program; did you mean `operands`?',
    ])
    expect(program({ walks: 'yes', flags: 'x', operands: 'file', subcommands: [] })).toEqual([
      'walks: it must be true, false or hidden',
      'operands: it must be text, number, path, revision, or a map with `within`, `relative`, `one_of` or `matches`',
      'flags: `flags` must be a list of texts, at least one',
      'subcommands: `subcommands` must be a map',
    ])
  })

  test('grants programs by their plain names', () => {
    for (const name of ['/bin/ls', './a', '~/a', 'a b', 'ɡit', '', '-x', 'a;b'])
      expect([name, program(null, name).length]).toEqual([name, 1])
  })

  test('never grants what runs other programs or changes the shell', () => {
    for (const name of [
      'sudo',
      'env',
      'xargs',
      'timeout',
      'busybox',
      'npx',
      'eval',
      'exec',
      'command',
      'export',
      'alias',
      '.',
      'set',
      'if',
      'time',
      'powershell',
    ])
      expect([name, program(null, name).length]).toEqual([name, 1])
    expect(program({ flags: ['-exec {text}'], walks: true }, 'find')).toEqual([
      'flags.0: `-exec` runs other programs, so it is never granted',
    ])
  })

  test('refuses flags that could be read in two ways', () => {
    const flags = (...list: readonly string[]) => program({ flags: [...list] })
    for (const one of [
      'l',
      '-',
      '--',
      '---x',
      '-n{}',
      '--x{number}',
      '-n  {number}',
      '-n {number} x',
      '-n {a||b}',
      '-n {a | b}',
      '-n={number}x',
      'x{number}',
      '--a b',
      '',
    ])
      expect([one, flags(one).length]).toEqual([one, 1])
    expect(flags('-n', '-n {number}')).toHaveLength(1)
    expect(flags('-n {number}', '-n')).toHaveLength(1)
    expect(flags('-n {number}', '-n{number}')).toHaveLength(1)
    expect(flags('-a', '-a')).toHaveLength(1)
    expect(flags('-name {text}', '-U{number}')).toHaveLength(1)
    expect(flags('-n', '-n{number}', '--color', '--color={a}')).toEqual([])
  })

  test('editors know the notation of flags by a pattern', () => {
    const pattern = new RegExp(FLAG_GRANT_PATTERN)
    for (const flag of [
      '-l',
      '--all',
      '-n {number}',
      '-U{number}',
      '--color={auto|never}',
      '-{number}',
      '-name {text}',
    ])
      expect(flag).toMatch(pattern)
    for (const flag of ['l', '-', '--', '-n {}', '-n {a', 'a -l', '-l ', '--a b'])
      expect(flag).not.toMatch(pattern)
  })

  test('says that a required flag is not granted', () => {
    expect(program({ flags: ['-l', '-n {number}'], requires: ['-x', '-n {number}', 1] })).toEqual([
      'requires.2: `requires` holds something that is not a text, or an empty one',
      'requires.0: `-x` is not the name of one of `flags`',
      'requires.1: `-n {number}` is not the name of one of `flags`',
    ])
    expect(program({ requires: [] })).toEqual(['requires: `requires` must be a list of texts, at least one'])
    expect(program({ requires: ['-l'] })).toEqual(['requires.0: `-l` is not the name of one of `flags`'])
  })

  test('says that a program goes through folders', () => {
    const found = (name: string, value: ProgramGrant) => program(value as JsonValue, name)
    expect(found('find', { operands: 'path' })).toEqual([
      '`find` goes through folders; say `walks: true` if it may',
    ])
    expect(found('grep', { flags: ['-r'], operands: ['text', 'path'] })).toEqual([
      'flags.0: `grep -r` goes through folders; say `walks: true` if it may',
    ])
    expect(found('grep', { flags: ['-r'], operands: ['text', 'path'], walks: true })).toEqual([])
    expect(found('ls', { flags: ['--recursive'] })).toHaveLength(1)
  })

  test('takes a path for the folder of `-C` and `cd`, and says what `path` is', () => {
    expect(program({ flags: ['-C {text}'], subcommands: { status: null } }, 'git')).toEqual([
      'flags.0: `-C` changes the folder, so its value must be a path: `-C {path}`',
    ])
    expect(program({ subcommands: { diff: { flags: ['-C'] } } }, 'git')).toEqual([])
    expect(program({ operands: 'text' }, 'cd')).toEqual(['operands: the operand of `cd` must be a path'])
    expect(
      problems({
        syntax: 'posix',
        programs: { a: { operands: 'path' }, b: { flags: ['-o {path}'] }, c: { operands: 'revision' } },
      }),
    ).toHaveLength(3)
    expect(
      problems({ syntax: 'posix', programs: { a: { operands: { within: '/a' }, flags: ['-o {path}'] } } }),
    ).toEqual([])
  })

  test('refuses operands that nothing or anything could be', () => {
    for (const operands of [
      [],
      {},
      { within: 'a' },
      { within: '/a/../b' },
      { within: [] },
      { relative: 1 },
      { relative: false },
      { one_of: [] },
      { one_of: ['[b-a]'] },
      { matches: '(' },
      { matches: 1 },
      { one_of: ['a'], matches: 'b' },
      { relative: true, except: ['$secrets'] },
      { relative: true, except: [] },
    ])
      expect([operands, program({ operands: operands as JsonValue }).length]).toEqual([operands, 1])
  })

  test('is not nested without end', () => {
    const nested = (depth: number): JsonValue =>
      depth === 0 ? {} : { subcommands: { a: nested(depth - 1) } }
    expect(program(nested(4))).toEqual([])
    expect(program(nested(6))).toHaveLength(1)
  })
})

describe('the author of a grant is warned', () => {
  const warned = (programs: ShellGrant['programs']): readonly string[] =>
    shellGrantWarnings({ syntax: 'posix', programs }).map(
      ({ path, problem }) => `${path.slice(1).join('.')}: ${problem}`,
    )

  test('of flags, operands and subcommands that run code', () => {
    expect(
      warned({ git: { flags: ['-c {text}', '--no-pager'], subcommands: { status: null, config: null } } }),
    ).toEqual([
      'git.flags.0: `git` can run hooks, helpers and configured programs with `-c {text}`',
      'git.subcommands.config: `git` can run hooks, helpers and configured programs with `config`',
    ])
    expect(
      warned({
        awk: { operands: 'text' },
        sed: { operands: 'text' },
        python: { operands: 'path' },
        bash: { operands: 'path' },
      }),
    ).toHaveLength(4)
    expect(
      warned({
        find: { flags: ['-delete', '-name {text}'], walks: true },
        tar: { flags: ['--to-command={text}'] },
        rsync: { flags: ['-e {text}'] },
        make: null,
        npm: { subcommands: { 'run build': null, ls: null } },
      }),
    ).toHaveLength(5)
  })

  test('and of nothing else', () => {
    expect(
      warned({
        ls: { flags: ['-l'], operands: 'text' },
        cat: null,
        git: { subcommands: { status: null, log: null } },
      }),
    ).toEqual([])
  })
})
