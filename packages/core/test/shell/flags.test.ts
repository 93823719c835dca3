import { describe, expect, test } from 'vitest'
import type { ProgramGrant } from '@kvlar/core/readings'
import { granted } from '../granted.ts'
import { parts } from '../parts.ts'

describe('flags', () => {
  test('a program without `flags` takes none', () => {
    expect(granted({ operands: 'text' }, 'p a', 'p', 'p -a', 'p --all', 'p -', 'p -- -a')).toEqual([
      'p a',
      'p',
      'p -',
    ])
  })

  test('letters behind one dash are split, and each must be granted', () => {
    expect(
      granted({ flags: ['-l', '-a'] }, 'p -l', 'p -la', 'p -al -l', 'p -lar', 'p -l-a', 'p --la', 'p -'),
    ).toEqual(['p -l', 'p -la', 'p -al -l'])
  })

  test('a long flag is never abbreviated and never takes a value that is not granted', () => {
    expect(
      granted(
        { flags: ['--recursive'] },
        'p --recursive',
        'p --recursiv',
        'p --r',
        'p --recursive=1',
        'p --RECURSIVE',
        'p -recursive',
      ),
    ).toEqual(['p --recursive'])
  })

  test('a value that is required stands in the next word or in the same one', () => {
    expect(
      granted(
        { flags: ['-n {number}', '-v', '--lines {number}'] },
        'p -n 40',
        'p -n40',
        'p -vn 40',
        'p -vn40',
        'p --lines 40',
        'p --lines=40',
        ...parts(String.raw`
            p -n   p -n x   p -n=40   p -n -5   p -n-5   p -n4x   p --lines   p --lines=   p -nv 40
            p --lines40   p -n 40 50   p -n ""
          `),
      ),
    ).toEqual(['p -n 40', 'p -n40', 'p -vn 40', 'p -vn40', 'p --lines 40', 'p --lines=40'])
  })

  test('behind one letter a value does not begin with `=`, which some programs drop and others keep', () => {
    const program: ProgramGrant = { flags: ['-k {text}', '-o {path}'] }
    expect(granted(program, 'p -kx', 'p -k=x', "p -k '=x'", 'p -oa', 'p -o=/etc/x', 'p -o=a')).toEqual([
      'p -kx',
      "p -k '=x'",
      'p -oa',
    ])
  })

  test('a value that may be left out stands in the same word only; the next word is an operand', () => {
    expect(
      granted(
        { flags: ['--color', '--color={auto|never}', '-U{number}', '-w'] },
        'p --color',
        'p --color=auto',
        'p -U5',
        'p -wU5',
        'p --color auto',
        'p --color=',
        'p --color=x',
        'p -U',
        'p -U 5',
        'p -U5w',
        'p -Uw',
      ),
    ).toEqual(['p --color', 'p --color=auto', 'p -U5', 'p -wU5'])
  })

  test('a number of its own is a flag that is named', () => {
    expect(
      granted(
        { flags: ['-{number}', '-n'] },
        'p -20',
        'p -n20',
        'p -20n',
        'p -2.5',
        'p --20',
        'p -9999999999999999',
      ),
    ).toEqual(['p -20'])
  })

  test('where a flag of several letters has one dash, letters are not split and `--` ends nothing', () => {
    expect(
      granted(
        { flags: ['-name {text}', '-type {f|d}', '-a', '-b'], operands: 'text' },
        ...parts(String.raw`
            p -name x   p . -type f -a   p -ab   p -type x   p -namex   p -name=x   p -- -delete   p --
          `),
      ),
    ).toEqual(['p -name x', 'p . -type f -a'])
    expect(
      granted({ flags: ['-d', '-e', '-l'], operands: 'text', walks: true }, 'find -del', 'find -d'),
    ).toEqual(['find -d'])
  })

  test('a value of text behind an operand must be inside as one too, where operands are paths', () => {
    const program: ProgramGrant = { flags: ['-e {text}', '-k {text}'], operands: 'path' }
    expect(
      granted(program, 'p -e /etc/shadow x', 'p x -e /etc/shadow', 'p x -e pattern', 'p x -e/etc/shadow'),
    ).toEqual(['p -e /etc/shadow x', 'p x -e pattern', 'p x -e/etc/shadow'])
  })
})

describe('a flag that is required', () => {
  const program: ProgramGrant = {
    flags: ['-n', '-l', '-t {text}', '--files'],
    requires: ['-l', '-t', '--files'],
    operands: 'path',
    subcommands: {
      sub: { flags: ['-l', '-v'], operands: 'path' },
      free: { flags: ['-x'], requires: ['-x'] },
    },
  }

  test('is there in one of its spellings, wherever it stands', () => {
    const lines = [
      'p -l a',
      'p -nl a',
      'p a -t ts',
      'p -tts a',
      'p --files',
      'p -n a --files',
      'p sub -l a',
      'p free -x',
    ]
    expect(granted(program, ...lines)).toEqual(lines)
  })

  test('is not there by another flag, as a value or as an operand', () => {
    const lines = ['p', 'p a', 'p -n a', 'p -- -l', 'p sub a', 'p sub -v a', 'p free', 'p free -l']
    expect(granted(program, ...lines)).toEqual([])
  })
})
