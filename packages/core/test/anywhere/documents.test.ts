import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '@kvlar/core/json'
import { ORDINARY_PATHS } from '../corpus/ordinary-paths.ts'
import { SECRET_PATHS } from '../corpus/secret-paths.ts'
import { origin, truthOf } from '../rule-builders.ts'

const secretFile = {
  kind: 'anywhere',
  operator: 'path_matches',
  value: ['$secret_files'],
  origin,
} as const
const truth = (parameters: JsonObject): string => truthOf(secretFile, parameters)

const DOCUMENTS =
  'body content contents text message prompt comment description summary title subject query q'
    .split(' ')
    .concat(
      'old_string new_string old_str newStr oldText new_text commit_message file_text insertText htmlBody'.split(
        ' ',
      ),
    )
const PLACES =
  'path file file_path source destination folder name uri target pattern value context textFile'.split(' ')

const SETTINGS = { seed: 5, numRuns: 600 }
const document = fc.constantFrom(...DOCUMENTS)
const place = fc.constantFrom(...PLACES)
const climbing = fc
  .tuple(
    fc.constantFrom('../', '../../', './../', 'src/../../', '../../../../'),
    fc.constantFrom(...ORDINARY_PATHS.filter((path) => !path.includes(' '))),
  )
  .map(([up, path]) => `${up}${path}`)

/** One word more than the name of a file has, at least. */
const words = fc
  .array(
    fc.constantFrom(
      'is',
      'git-ignored;',
      'never',
      'commit',
      'it',
      'holds',
      'the',
      'values',
      'of',
      'tests,',
      'naïve',
    ),
    {
      minLength: 4,
      maxLength: 12,
    },
  )
  .map((all) => all.join(' '))
const secret = fc.constantFrom(...SECRET_PATHS.filter((path) => !path.includes(' ')))

describe('what stands where a document does', () => {
  test('is no secret file for climbing above where it starts, which is in doubt where a path stands', () => {
    fc.assert(
      fc.property(document, place, climbing, (name, other, path) => {
        expect(truth({ [name]: path })).toBe('false')
        expect(truth({ edits: [{ [name]: path }], [name]: `\n${path}\n` })).toBe('false')
        expect(truth({ [other]: path })).toBe('error')
        // What stands in both places is a path as well, and the innermost name counts.
        expect(truth({ [name]: path, [other]: path })).toBe('error')
        expect(truth({ [name]: { [other]: path } })).toBe('error')
      }),
      SETTINGS,
    )
  })

  test('is no secret file for being prose that begins with one', () => {
    let doubted = 0
    fc.assert(
      fc.property(document, place, secret, words, (name, other, path, more) => {
        const text = `${path} ${more}.`
        expect(truth({ [name]: text, path: 'README.md' })).toBe('false')
        if (truth({ [other]: text }) === 'error') doubted += 1
      }),
      SETTINGS,
    )
    expect(doubted).toBeGreaterThan(100)
  })

  test('is one where it names one, however it climbs and is dressed', () => {
    fc.assert(
      fc.property(
        document,
        fc.constantFrom(...SECRET_PATHS),
        fc.constantFrom<(path: string) => string>(
          (path) => path,
          (path) => `../../${path}`,
          (path) => `../../../../../home/me/${path}`,
          (path) => `/srv/app/${path}`,
          (path) => ` ${path}\n`,
          (path) => `--file=../${path}`,
          (path) => `a b/../${path}`,
          (path) => encodeURIComponent(`../${path}`),
          (path) => `..\\${path.replaceAll('/', '\\')}`,
          (path) => JSON.stringify({ path: `../${path}` }),
        ),
        (name, path, dress) => {
          expect(truth({ [name]: dress(path) }), dress(path)).not.toBe('false')
        },
      ),
      SETTINGS,
    )
    for (const text of [
      '../../etc/shadow',
      '/etc/shadow',
      '.env',
      '../.env',
      '../.ssh/id_rsa',
      'x/../.npmrc',
    ])
      expect(truth({ content: text }), text).toBe('true')
  })

  test('is one with a folder beside it, and where its name could stand for one', () => {
    expect(truth({ directory: '/etc', content: 'shadow' })).toBe('error')
    expect(truth({ directory: '/etc', text: '../etc/shadow' })).toBe('true')
    for (const text of ['../.en*', '.ENV', '../.EnV', '.env copy', 'Default/Login Data', '../ENV~1.LOC'])
      expect(truth({ content: text }), text).toBe('error')
  })
})
