import { describe, expect, test } from 'vitest'
import type { JsonValue } from '@kvlar/core/json'
import { compileShellGrant, judgeShell, type ProgramGrant, type ShellGrant } from '@kvlar/core/readings'
import { granted, PATHS } from '../granted.ts'
import { parts } from '../parts.ts'

describe('operands', () => {
  test('none is granted unless `operands` says which', () => {
    expect(granted({}, 'p', 'p a', 'p -', 'p --', 'p -- a')).toEqual(['p', 'p --'])
  })

  test('a list says what each is, and the last one all that follow', () => {
    const program: ProgramGrant = { operands: [{ one_of: ['get', 'list'] }, 'number', 'path'] }
    expect(
      granted(program, 'p get', 'p list 5 a b/c', 'p put', 'p get x', 'p get 5 /etc/x', 'p get 5 a ../b'),
    ).toEqual(['p get', 'p list 5 a b/c'])
  })

  test('patterns cover whole words, and so do regular expressions', () => {
    expect(
      granted(
        { operands: { one_of: ['test', 'test:*'] } },
        'p test',
        'p test:unit',
        'p tests',
        'p "test x"',
        'p test:',
      ),
    ).toEqual(['p test', 'p test:unit', 'p test:'])
    expect(
      granted({ operands: { matches: 'a|b+' } }, 'p a', 'p bbb', 'p ab', 'p xa', "p 'a\n'", 'p ""'),
    ).toEqual(['p a', 'p bbb'])
    expect(granted({ operands: { matches: 'a)|(.*' } }, 'p a', 'p b')).toEqual([])
  })

  test('paths are absolute ones within the roots, and relative ones where the grant says so', () => {
    const paths = parts(String.raw`
        p a   p ./a/b   p a/../b   p /srv/work/a   p ../a   p a/../../b   p /etc/passwd   p /srv/workx   p .env
        p x/.ssh/id_rsa
      `)
    expect(granted({ operands: 'path' }, ...paths)).toEqual(['p a', 'p ./a/b', 'p a/../b', 'p /srv/work/a'])
    expect(granted({ operands: { within: '/srv/work' } }, ...paths)).toEqual(['p /srv/work/a'])
    expect(granted({ operands: { relative: true, except: ['**/b', '**/.*/**'] } }, ...paths)).toEqual(['p a'])
    expect(granted({ operands: {} }, ...paths)).toEqual([])
  })

  test('words that some programs read as more than a path are no paths', () => {
    expect(
      granted(
        { operands: 'path' },
        'p host:a',
        'p a=b',
        'p @a',
        'p +a',
        'p http://x/',
        'p C:a',
        'p ""',
        'p a/b:c',
        'p a/b=c',
      ),
    ).toEqual(['p a/b:c', 'p a/b=c'])
  })

  test('a revision of git is a name that would be a path inside, with steps, a range or a file', () => {
    const good = parts(String.raw`
        p HEAD~2   p HEAD^   p main..dev   p main...dev   p ..dev   p stash/a   p HEAD:src/a.ts   p v1.2^2~3
        p src/a.ts   p HEAD~1:./a
      `)
    const bad = parts(String.raw`
        p ..   p ../x   p ../srv/work/x   p a/../..   p :/x   p :x   p HEAD:../x   p HEAD:.env   p .env
        p /etc/x   p HEAD:/etc/x   p /etc/x..a   p stash   p stash@{1}   p stash^3   p main..stash   p refs/stash^3:a
      `)
    expect(granted({ operands: 'revision' }, ...good, ...bad)).toEqual(good)
  })

  test('a flag that stands in for the first operand makes all of them what the others are', () => {
    const program: ProgramGrant = { flags: ['-e {text}', '-n'], operands: ['text', 'path'] }
    expect(
      granted(
        program,
        'grep /x a',
        'grep -e x a',
        'grep -e x /etc/shadow',
        'grep -ne x /etc/shadow',
        'grep /etc/shadow -e x',
      ),
    ).toEqual(['grep /x a', 'grep -e x a'])
  })

  test('the flags of tar and ar without a dash are no operands', () => {
    const program: ProgramGrant = { flags: ['-t', '-f {path}'], operands: 'path', walks: true }
    expect(granted(program, 'tar -tf a.tgz', 'tar tf a.tgz', 'tar xPf a.tgz', 'tar -t -f a.tgz b')).toEqual([
      'tar -tf a.tgz',
      'tar -t -f a.tgz b',
    ])
  })
})

describe('subcommands', () => {
  const git: ProgramGrant = {
    flags: ['--no-pager', '-C {path}'],
    subcommands: {
      status: { flags: ['-s'] },
      remote: { subcommands: { '-v': null, 'get-url': { operands: { one_of: ['origin'] } } } },
      'stash list': null,
      add: { operands: 'path' },
      log: { flags: ['-C'], operands: 'path' },
    },
  }

  test('have flags and operands of their own, and one must come', () => {
    expect(
      granted(
        git,
        ...parts(String.raw`
            git status   git status -s   git --no-pager status   git remote -v   git remote get-url origin
            git stash list   git add a
          `),
        ...parts(String.raw`
            git   git --no-pager   git status --no-pager   git -s status   git status x   git stash
            git stash pop   git remote   git remote add   git statu   git -- status   git add status ../x
          `),
      ),
    ).toEqual(
      parts(String.raw`
        git status   git status -s   git --no-pager status   git remote -v   git remote get-url origin
        git stash list   git add a
      `),
    )
  })

  test('may be named by a flag and its value, beside operands of the program itself', () => {
    const python: ProgramGrant = { operands: 'path', subcommands: { '-m pytest': { flags: ['-q'] } } }
    expect(
      granted(
        python,
        'python -m pytest -q',
        'python a.py',
        'python -m pip',
        'python a.py -m pytest',
        'python -m',
        'python -q',
      ),
    ).toEqual(['python -m pytest -q', 'python a.py'])
  })

  test('a flag that changes the folder makes relative paths a doubt', () => {
    expect(
      granted(
        git,
        'git -C src status',
        'git -C src add /srv/work/a',
        'git -C src add a',
        'git -C /etc status',
        'git -C a -C b status',
        'git -C ../x status',
        'git log -C a',
      ),
    ).toEqual(['git -C src status', 'git -C src add /srv/work/a', 'git log -C a'])
  })
})

describe('folders', () => {
  test('a program that goes through them is granted only as such', () => {
    const ls: ProgramGrant = { flags: ['-R', '-l'], operands: 'path' }
    expect(granted(ls, 'ls -l a', 'ls -R a', 'ls -lR a')).toEqual(['ls -l a'])
    expect(granted({ ...ls, walks: true }, 'ls -l a', 'ls -R a', 'ls -lR a')).toEqual([
      'ls -l a',
      'ls -R a',
      'ls -lR a',
    ])
    for (const walk of ['find a', 'tree a', 'rg a']) expect(granted({ operands: 'path' }, walk)).toEqual([])
  })

  test('after `cd` no relative path is certain, and `cd` names its folder', () => {
    const judge = compileShellGrant({
      syntax: 'posix',
      permit: ['sequence', 'pipes'],
      paths: PATHS,
      programs: { cd: { operands: 'path' }, cat: { operands: 'path' }, ls: null },
    })
    for (const command of ['cd a', 'cd /srv/work/a && ls', 'cd a; cat /srv/work/b', 'cat a; cd b'])
      expect([command, judge(command).truth]).toEqual([command, 'true'])
    for (const command of parts(String.raw`
        cd a && cat b   cd a; cd b   cd   cd -   cd ""   cd a b   cd /etc   cd ..   cd a | cat b
        command cd a; cat b   sh -c 'cd a'; cat b
      `))
      expect([command, judge(command).truth]).toEqual([command, 'error'])
  })
})

describe('the whole command', () => {
  const grant: ShellGrant = { syntax: 'posix', programs: { ls: null, pwd: null } }
  const judge = (command: JsonValue, more: Partial<ShellGrant> = {}) =>
    judgeShell(command, { ...grant, ...more })

  test('is true when all of it is granted, false when none of its programs is, and an error in between', () => {
    expect(judge('ls')).toEqual({ truth: 'true', pattern: 'ls' })
    expect(judge('rm -rf /')).toEqual({ truth: 'false', part: 'rm' })
    expect(judge('rm x; cat y')).toMatchObject({ truth: 'false' })
    expect(judge('ls; rm x', { permit: ['sequence'] })).toMatchObject({ truth: 'error', part: 'rm' })
    expect(judge('ls -l')).toMatchObject({ truth: 'error', part: '-l', pattern: 'ls' })
    expect(judge('ls $x')).toMatchObject({ truth: 'error', part: '$' })
    expect(judge('rm $x')).toMatchObject({ truth: 'error' })
    expect(judge('')).toMatchObject({ truth: 'error' })
  })

  test('joins commands only as the grant permits', () => {
    const joined = { ';': 'ls; pwd', '&&': 'ls && pwd', '||': 'ls || pwd', line: 'ls\npwd', '|': 'ls | pwd' }
    const truths = (permit: ShellGrant['permit']) =>
      Object.values(joined).map((command) => judge(command, permit === undefined ? {} : { permit }).truth)
    expect(truths(undefined)).toEqual(['error', 'error', 'error', 'error', 'error'])
    expect(truths(['sequence'])).toEqual(['true', 'true', 'true', 'true', 'error'])
    expect(truths(['pipes'])).toEqual(['error', 'error', 'error', 'error', 'true'])
    expect(judge("sh -c 'ls; pwd'")).toMatchObject({ truth: 'error' })
    expect(judge('ls;')).toMatchObject({ truth: 'true' })
  })

  test('is a text for a shell, or a list of words without one', () => {
    for (const value of [null, 1, true, {}, [], ['ls'], [['ls']]]) expect(judge(value).truth).toBe('error')
    const words = (value: JsonValue) =>
      judgeShell(value, { syntax: 'argv', programs: { echo: { operands: 'text' }, ls: null } }).truth
    expect(words(['echo', 'a; rm -rf / $(x)', '*'])).toBe('true')
    expect(words(['bash', '-lc', 'ls'])).toBe('true')
    expect(words(['rm', 'x'])).toBe('false')
    for (const value of [
      'ls',
      [],
      ['ls', 1],
      null,
      ['ls', 'a'],
      ['/bin/ls'],
      ['bash', '-lc', 'ls $x'],
      ['sudo', 'ls'],
      [''],
    ])
      expect([value, words(value)]).toEqual([value, 'error'])
  })

  test('names of objects are no programs', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty'])
      expect(judge(`${name} x`)).toMatchObject({ truth: 'false' })
  })
})
