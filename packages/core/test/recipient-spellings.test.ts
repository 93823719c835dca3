import { describe, expect, test } from 'vitest'
import type { JsonValue } from '@kvlar/core/json'
import { fields, truthOf } from './rule-builders.ts'

const mail = fields(['to', 'cc', 'bcc'], 'email_in', ['corp.example', '*.corp.example'])

/** One inside, one outside. */
const ANA = 'ana@corp.example'
const EVE = 'eve@evil.example'

const BETWEEN = [
  ',',
  ', ',
  ';',
  ' ; ',
  ' ',
  '  ',
  ',,',
  ';,',
  '\n',
  '\r\n',
  '\r',
  '	',
  '\v',
  '\f',
  '\0',
  '',
  '\xA0',
  '\u2028',
  '\u2029',
  '　',
  '​',
  '﻿',
  '，',
  '；',
  '、',
  '،',
  ';',
  '|',
  '/',
  '&',
  '+',
  ' and ',
  '%2c',
  '%0a',
  '%0d%0a',
  '\\n',
  '\\,',
  '<br>',
  '?cc=',
  '?bcc=',
  '&bcc=',
  '#',
]
const lists = BETWEEN.flatMap((between) => [`${ANA}${between}${EVE}`, `${EVE}${between}${ANA}`])

const headers = [
  '\r\n',
  '\n',
  '\r',
  '\u0085',
  '\u2028',
  '\v',
  '%0d%0a',
  '=0D=0A',
  '\\r\\n',
  '\n ',
  '\r\n\t',
].flatMap((end) =>
  ['Bcc', 'cc', 'To', 'Reply-To', 'X-Envelope-To'].map((header) => `${ANA}${end}${header}: ${EVE}`),
)

const names = [
  ...['"', "'", '\u201c', '\u00ab', '`', '(', '[', '{'].flatMap((mark) => {
    const close = { '\u201c': '\u201d', '\u00ab': '\u00bb', '(': ')', '[': ']', '{': '}' }[mark] ?? mark
    return [
      `${mark}${EVE}${close} <${ANA}>`,
      `${mark}${ANA}${close} <${EVE}>`,
      `${mark}x${close}${EVE} <${ANA}>`,
    ]
  }),
  `${EVE} <${ANA}>`,
  `${ANA} <${EVE}>`,
  `Ana <${ANA}> <${EVE}>`,
  `<${EVE}> Ana <${ANA}>`,
  `Ana, ${EVE} <${ANA}>`,
  `"Ana\\" <${EVE}>, \\"" <${ANA}>`,
  `"Ana\\\\" <${EVE}>, "" <${ANA}>`,
  `Ana "<${EVE}>" <${ANA}>`,
  `<${ANA}`,
  `${ANA}>, <${EVE}`,
  `<<${EVE}>>`,
  `<${ANA},${EVE}>`,
  `< ${ANA} > , < ${EVE} >`,
  `=?utf-8?q?eve=40evil=2Eexample=2C?= <${ANA}>`,
  `=?utf-8?b?ZXZlQGV2aWwuZXhhbXBsZSw=?= <${ANA}>`,
  `=?utf-8?q?=22=3E?= ${EVE} <${ANA}>`,
]

const groups = [
  `Team: ${ANA}, ${EVE};`,
  `Team:${EVE};`,
  `:${EVE};`,
  `Team: ${ANA};, ${EVE}`,
  `Team: ${ANA};${EVE}`,
  `${ANA}: ${EVE};`,
  `A: B: ${EVE};;`,
  `A:;, ${EVE}`,
  `"${ANA}": ${EVE};`,
  `A: ${ANA}; B: ${EVE};`,
  `undisclosed-recipients:;${EVE}`,
]

const comments = [
  `${ANA} (${EVE})`,
  `${ANA} (\\) ${EVE} (`,
  `(${ANA}) ${EVE}`,
  `${EVE} (${ANA})`,
  `eve@evil.example(@corp.example)`,
  `eve@(corp.example)evil.example`,
  `(eve@)ana@corp.example, ${EVE}`,
  `ana@corp.example()evil.example`,
  `ana@corp.example (x (y) ${EVE}`,
  `ana(@corp.example)@evil.example`,
]

const locals = [
  `"${ANA}"@evil.example`,
  `"${EVE}"@corp.example`,
  `"${EVE}, x"@corp.example`,
  `"x> <${EVE}"@corp.example`,
  `eve\\@evil.example@corp.example`,
  `eve@evil.example@corp.example`,
  `eve%evil.example@corp.example`,
  `eve%40evil.example@corp.example`,
  `evil.example!eve@corp.example`,
  `corp.example!ana@evil.example`,
  `@evil.example:ana@corp.example`,
  `<@evil.example:ana@corp.example>`,
  `<@corp.example:eve@evil.example>`,
  `<@evil.example,@b.example:ana@corp.example>`,
  `eve=evil.example@corp.example`,
  `eve+ana=corp.example@evil.example`,
  `ana+corp.example@evil.example`,
  `|mail eve@corp.example`,
  `/var/mail/eve@corp.example`,
  `-Ceve.cf@corp.example`,
  `eve @corp.example`,
  `.ana@corp.example`,
  `ana..x@corp.example`,
  `ana\u200b@corp.example`,
  `\u202eana@corp.example`,
  `""@corp.example`,
  `@corp.example`,
]

const domains = [
  ...'corp.example.evil.example evilcorp.example corp.example-evil.example corp.examples example'.split(' '),
  ...'xcorp.example corp.example. .corp.example corp..example corp.example:25 corp.example/ corp_example'.split(
    ' ',
  ),
  ...'corp。example corp．example corp․example ｃorp.example cоrp.example corp.exаmple corp.­example'.split(
    ' ',
  ),
  ...'corp.‍example córp.example corṗ.example straße.corp.example ſub.corp.example xn--crp-zna.example'.split(
    ' ',
  ),
  ...'xn--.corp.example bücher.example [192.0.2.1] [IPv6:::1] 192.0.2.1 3221225985 0x7f.1 localhost corp'.split(
    ' ',
  ),
  ...'*.corp.example %63orp.example'.split(' '),
  'corp.example\\',
  'corp.example\0.evil.example',
].map((domain) => `eve@${domain}`)

const wrapped: readonly JsonValue[] = [
  [ANA, EVE],
  [[ANA], [EVE]],
  [[EVE]],
  [ANA, { email: EVE }],
  [ANA, { value: EVE }],
  [ANA, { email: [EVE] }],
  { email: ANA, address: EVE },
  { email: ANA, bcc: EVE },
  { email: ANA, name: EVE },
  { email: ANA, name: `x\r\nBcc: ${EVE}` },
  { email: ANA, name: `">, <${EVE}` },
  { email: ANA, Email: EVE },
  { address: `${ANA}, ${EVE}` },
  { address: { address: EVE } },
  { emailAddress: { address: ANA }, email: EVE },
  { emailAddress: { address: ANA, email: EVE } },
  { emailAddress: EVE },
  { emailAddress: [{ address: ANA }, { address: EVE }] },
  { emailAddress: { emailAddress: { address: EVE } } },
  { [EVE]: ANA },
  { to: EVE },
  { 0: EVE },
  { toString: EVE },
  JSON.stringify([ANA, EVE]),
  JSON.stringify({ email: EVE }),
  [JSON.stringify([ANA, EVE])],
  7,
  true,
  {},
]

const FAMILIES: Readonly<Record<string, readonly JsonValue[]>> = {
  'in one text with somebody inside': lists,
  'behind a line end': headers,
  'beside a display name': names,
  'in a group': groups,
  'in or around a comment': comments,
  'before the last `@`': locals,
  'as a domain that looks like it': domains,
  'inside of lists and objects': wrapped,
}

describe('nobody outside is taken for somebody inside', () => {
  test.each(Object.keys(FAMILIES))('%s', (family) => {
    for (const value of FAMILIES[family] ?? [])
      for (const call of [
        { to: value },
        { to: ANA, cc: value },
        { bcc: value, to: null },
        { to: [ANA, value] },
        { to: [{ email: ANA }], bcc: [value] },
      ])
        expect([JSON.stringify(call), truthOf(mail, call)]).not.toEqual([JSON.stringify(call), 'true'])
  })

  test('however it is written: in hundreds of ways', () => {
    const all = new Set(
      Object.values(FAMILIES).flatMap((family) => family.map((each) => JSON.stringify(each))),
    )
    expect(all.size).toBeGreaterThanOrEqual(250)
  })

  test('and the same people alone are inside', () => {
    for (const value of [
      ANA,
      `Ana <${ANA}>`,
      `"Doe, Ana" <${ANA}>`,
      [ANA, { email: ANA, name: 'Ana' }],
      `A: ${ANA};`,
    ])
      expect(truthOf(mail, { to: value })).toBe('true')
  })
})
