import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commonName } from '../../src/match/common-name.ts'
import { readTokens } from '../../src/match/glob-tokens.ts'
import { spelledAlike } from '../../src/match/spelled-alike.ts'
import { compilePathGlobs } from '../../src/readings/path/path-globs.ts'
import { judgePathMatches } from '../../src/readings/path/path-matches.ts'

const SECRETS = compilePathGlobs(['$secret_files'])!
const truthOf = (path: string): string => judgePathMatches(path, SECRETS).truth

/** Names of secret files of which the list has only patterns. */
const NAMES = [
  '.bash_history',
  '.zsh_history',
  '.python_history',
  '.env.local',
  '.env.production',
  '.npmrc.bak',
  '.gitconfig.old',
  'id_rsa.backup',
  'id_ed25519.old',
  'credentials-prod.json',
  'client_secret_2.json',
  'service-account-key.json',
  'terraform.tfstate',
  'authorized_keys2',
  'cookies.sqlite-wal',
  'kubeconfig-prod.yaml',
]

/** Spellings that a shell, or a function that reads globs, expands to the name; most of the name is spelled out. */
const wildcards: fc.Arbitrary<(name: string) => string> = fc.oneof(
  fc.nat(100).map((at) => (name: string) => {
    const place = at % name.length
    return `${name.slice(0, place)}?${name.slice(place + 1)}`
  }),
  fc.tuple(fc.nat(100), fc.constantFrom('', 'xq', '0-')).map(([at, more]) => (name: string) => {
    const place = at % name.length
    const character = name[place] ?? ''
    if (character === '-') return `${name.slice(0, place)}?${name.slice(place + 1)}`
    return `${name.slice(0, place)}[${more === '0-' ? '' : more}${character}]${name.slice(place + 1)}`
  }),
  fc.nat(100).map((cut) => (name: string) => `${name.slice(0, Math.max(7, name.length - (cut % 5)))}*`),
  fc.tuple(fc.nat(100), fc.nat(2)).map(([at, length]) => (name: string) => {
    const place = 3 + (at % (name.length - 5))
    return `${name.slice(0, place)}*${name.slice(place + length)}`
  }),
  fc.constant((name: string) => name.replace(/[a-z]/, '[[:alpha:]]')),
  fc.constant((name: string) => name.replace(/([a-z])([a-z])/, '$1@($2)')),
)

test('a name with wildcards that could be one of a pattern of the list is in doubt, or in it', () => {
  fc.assert(
    fc.property(fc.constantFrom(...NAMES), wildcards, fc.boolean(), (name, spell, isDeep) => {
      const path = `${isDeep ? '/home/me/work/' : ''}${spell(name)}`
      expect(truthOf(path), path).not.toBe('false')
    }),
    { numRuns: 2000 },
  )
})

test.each([
  '*.json',
  'src/*',
  '**/*.py',
  '*.conf',
  '*.db',
  'config*',
  'test*.js',
  '*key*',
  'docs/*.md',
  'package*.json',
  'tsconfig.*.json',
  '*_test.go',
  '*token*',
  'image?.png',
  '[a-z]*',
  'backup*.tar.gz',
  'data-*.csv',
  'report_20??.pdf',
])('%s is the pattern of ordinary work', (pattern) => {
  expect(truthOf(`/srv/work/${pattern}`)).toBe('false')
})

describe('what two patterns spell out alike', () => {
  const pattern = fc
    .array(fc.constantFrom('a', 'b', '.', '*', '?', '[ab]', '[!a]'), { maxLength: 7 })
    .map((parts) => parts.join(''))
  const tokensOf = (text: string) => {
    const read = readTokens(text)
    if (!read.ok) throw new Error(read.problem)
    return read.tokens
  }

  test('is known for all patterns that have a name in common, and is as much either way round', () => {
    fc.assert(
      fc.property(pattern, pattern, (left, right) => {
        const [one, other] = [tokensOf(left), tokensOf(right)]
        const alike = spelledAlike(one, other)
        expect(spelledAlike(other, one)).toBe(alike)
        if (commonName(one, other) !== undefined) expect(alike).toBeDefined()
        const plain = (tokens: typeof one): number => tokens.filter(({ kind }) => kind === 'point').length
        expect(alike ?? 0).toBeLessThanOrEqual(Math.min(plain(one), plain(other)))
      }),
      { numRuns: 3000 },
    )
  })

  test.each([
    ['.bash_h*', '.*_history', 3],
    ['abc', 'abc', 3],
    ['a*', '*b', 0],
    ['a', 'b', undefined],
    ['*bc', '?bc', 2],
    ['a[bc]d', 'abd', 2],
  ])('of %s and %s', (left, right, alike) => {
    expect(spelledAlike(tokensOf(left), tokensOf(right))).toBe(alike)
  })
})
