import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createEngine, embeddedTexts, loadPolicy } from '@kvlar/core'
import type { JsonObject, JsonValue } from '@kvlar/core/json'
import { call } from '../rule-builders.ts'

const parseUrl = (url: string) => URL.parse(url) ?? undefined

function outcomeOf(condition: string, parameters: JsonObject): string {
  const text = `name: p\nrules:\n  - { id: secrets, match_on: { conditions: [{ anywhere: ${condition} }] }, effect: { type: deny, reason: no } }\n  - { id: rest, effect: { type: allow } }\n`
  const engine = createEngine([loadPolicy({ file: 'p.yaml', text })], { parseUrl })
  return engine.decide(call('read', parameters), { nowMs: 0 }).outcome
}

/** Texts that are come to, within each other, at any depth. */
function readsOf(text: string): number {
  let reads = 0
  for (const inner of embeddedTexts(text)) reads += 1 + (reads < 10_000 ? readsOf(inner) : 0)
  return reads
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

const escaped = (escape: (code: number) => string) => (text: string) =>
  `["${text
    .split('')
    .map((letter) => escape(letter.charCodeAt(0)))
    .join('')}"]`

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
  'a tag of YAML': (text) => `{path: !!str "${text}"}`,
  'a tag before a list': (text) => `!!seq ["${text}"]`,
  'an anchor before a list': (text) => `&a ["${text}"]`,
  'a comment of YAML before': (text) => `# c\n["${text}"]`,
  'a start of YAML': (text) => `%YAML 1.2\n---\n{"path": "${text}"}`,
  'an item of YAML': (text) => `- ["${text}"]`,
  'more behind it': (text) => `{"path": "${text}"} trailing`,
  'a line that goes on': (text) => `["${text.slice(0, 3)}\\\n${text.slice(3)}"]`,
  'a line that goes on, CRLF': (text) => `["${text.slice(0, 3)}\\\r\n${text.slice(3)}"]`,
  'a line that goes on, U+2028': (text) => `["${text.slice(0, 3)}\\\u2028${text.slice(3)}"]`,
  octal: escaped((code) => `\\${code.toString(8).padStart(3, '0')}`),
  'two digits': escaped((code) => `\\x${code.toString(16).padStart(2, '0')}`),
  'eight digits': escaped((code) => `\\U${code.toString(16).padStart(8, '0')}`),
  braces: escaped((code) => `\\u{${code.toString(16)}}`),
  'side by side': (text) => `['${text.slice(0, 2)}' '${text.slice(2)}']`,
  'side by side without a blank': (text) => `["${text.slice(0, 2)}""${text.slice(2)}"]`,
  'a plus': (text) => `{"path": "${text.slice(0, 2)}" + "${text.slice(2)}"}`,
  'two texts alone': (text) => `'${text.slice(0, 2)}' '${text.slice(2)}'`,
  'NaN before it': (text) => `[NaN, "${text}"]`,
}

describe('anywhere looks into a text that is JSON:', () => {
  for (const [name, hide] of Object.entries(hidings))
    test.each(dangerous)(`${name}, %s`, (condition, text) => {
      expect(outcomeOf(condition, { attachments: hide(text) })).toBe('deny')
      expect(outcomeOf(condition, { deep: [{ list: hide(text) }] })).toBe('deny')
    })

  test.each([
    '{path: &a ~/.aws/credentials}',
    '{path: !!str .env}',
    '{path: !x .env}',
    '[&a .env]',
    '[!<tag:yaml.org,2002:str> .env]',
    '["\\N{FULL STOP}env"]',
    "{path: '.docker\\config.json'}",
  ])('and what stands there without quotes: %s', (text) => {
    expect(outcomeOf(FILES, { q: text })).toBe('deny')
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
    '[[.env]] is a page',
    '# Title',
    '--- a\n+++ b',
    '[ ] read "the" docs',
    '"quoted" prose',
  ])('but prose stays prose: %s', (text) => {
    for (const condition of [FILES, HOSTS, SECRETS]) expect(outcomeOf(condition, { text })).toBe('allow')
  })

  test('each depth is read once, however its texts are written', () => {
    for (const write of [
      (inner: string) => `['${inner.replaceAll('\\', '\\x5c').replaceAll("'", '\\x27')}' 'a']`,
      (inner: string) => `['${inner.replaceAll("'", "\\'")}']`,
      (inner: string) => `["${inner.replaceAll('\\', '\\u005c').replaceAll('"', '\\u0022')}", '']`,
    ]) {
      const counts = [4, 8].map((depth) => {
        const text = Array.from({ length: depth }).reduce<string>((inner) => write(inner), "['/a\\b']")
        return readsOf(text)
      })
      expect(counts[1]).toBeLessThan(100)
    }
  })

  test.each(['["\\"', "['\\'", '["', '[\'"', '["[', '{"a":', '[\\'])(
    'and a hostile text of repeated %s is read in time in proportion to it',
    (piece) => {
      const text = `[${piece.repeat(200_000)}]`
      expect(['allow', 'deny']).toContain(outcomeOf(FILES, { text }))
    },
  )
})
