import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createEngine, loadPolicy } from '@kvlar/core'
import type { JsonObject, JsonValue } from '@kvlar/core/json'
import { call } from './rule-builders.ts'

const parseUrl = (url: string) => URL.parse(url) ?? undefined

function outcomeOf(condition: string, parameters: JsonObject): string {
  const text = `name: p\nrules:\n  - { id: secrets, match_on: { conditions: [{ anywhere: ${condition} }] }, effect: { type: deny, reason: no } }\n  - { id: rest, effect: { type: allow } }\n`
  const engine = createEngine([loadPolicy({ file: 'p.yaml', text })], { parseUrl })
  return engine.decide(call('read', parameters), { nowMs: 0 }).outcome
}

const FILES = '{ operator: path_matches, value: $secret_files }'
const HOSTS = '{ operator: url_host_in, value: $private_addresses }'
const SECRETS = '{ operator: contains_secret }'

const dangerous: readonly (readonly [string, string])[] = [
  [FILES, '/home/me/.env'],
  [FILES, '/tmp/../etc/shadow'],
  [HOSTS, 'http://169.254.169.254/latest'],
  [SECRETS, 'AKIAIOSFODNN7EXAMPLE'],
]

/** Ways in which a value may be hidden in a text that a server reads as JSON, or as Python. */
const hidings: Readonly<Record<string, (text: string) => string>> = {
  'a list': (text) => JSON.stringify([text]),
  'an object': (text) => JSON.stringify({ attachments: [{ path: text }] }),
  'a key': (text) => JSON.stringify({ [text]: 1 }),
  'a text': (text) => JSON.stringify(text),
  'JSON in JSON': (text) => JSON.stringify({ inner: JSON.stringify([text]) }),
  'JSON in JSON in JSON': (text) => JSON.stringify([JSON.stringify([JSON.stringify([text])])]),
  'white space around it': (text) => `\n\t ${JSON.stringify([text])} \r\n`,
  escapes: (text) =>
    `["${text
      .split('')
      .map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join('')}"]`,
  'a key twice': (text) => `{"path":"/srv/a","path":"${text}"}`,
  'a comma too many': (text) => `["${text}",]`,
  'single quotes': (text) => `['${text}']`,
  'a comment': (text) => `[/* it's */ "x", "${text}"]`,
  'Python with an apostrophe': (text) => `["it's", '${text}']`,
  'a comment behind': (text) => `["${text}"] // c`,
  'a comment before': (text) => `// c\n/* d */ {"path": "${text}"}`,
  'a comment of YAML': (text) => `["${text}"] # c`,
  'NaN before it': (text) => `[NaN, "${text}"]`,
}

describe('anywhere looks into a text that is JSON:', () => {
  for (const [name, hide] of Object.entries(hidings))
    test.each(dangerous)(`${name}, %s`, (condition, text) => {
      expect(outcomeOf(condition, { attachments: hide(text) })).toBe('deny')
      expect(outcomeOf(condition, { deep: [{ list: hide(text) }] })).toBe('deny')
    })

  test('whatever is found in a value is found in its JSON', () => {
    const leaf = fc.oneof(fc.constantFrom(...dangerous.map(([, text]) => text)), fc.string(), fc.integer())
    const values = fc.letrec<{ value: JsonValue }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.string(), tie('value'), { maxKeys: 3 }),
      ),
    })).value
    fc.assert(
      fc.property(values, fc.constantFrom(FILES, HOSTS, SECRETS), (value, condition) => {
        if (outcomeOf(condition, { x: [value] }) === 'deny' && typeof value === 'object')
          expect(outcomeOf(condition, { x: JSON.stringify(value) })).toBe('deny')
      }),
      { numRuns: 300 },
    )
  })

  test.each([
    '[a link](https://example.com) and .env',
    '{{ template }}',
    '[ ] read "the" docs',
    '"quoted" prose',
  ])('but prose stays prose: %s', (text) => {
    for (const condition of [FILES, HOSTS, SECRETS]) expect(outcomeOf(condition, { text })).toBe('allow')
  })

  test.each(['["\\"', "['\\'", '["', '[\'"', '["[', '{"a":', '[\\'])(
    'and a hostile text of repeated %s is read in time in proportion to it',
    (piece) => {
      const text = `[${piece.repeat(200_000)}]`
      expect(['allow', 'deny']).toContain(outcomeOf(FILES, { text }))
    },
  )
})
