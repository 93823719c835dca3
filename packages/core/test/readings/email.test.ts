import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LIMITS } from '@kvlar/core'
import type { JsonValue } from '@kvlar/core/json'
import { addressPatternProblem, judgeEmails, readAddresses } from '@kvlar/core/readings'

const OWN = ['corp.example', '*.corp.example', 'ana@partner.example', 'b\u00fcro.example']

const truth = (...values: readonly (JsonValue | undefined)[]): string => judgeEmails(values, OWN).truth

const INSIDE = [
  'ana@corp.example',
  'bob+lists@corp.example',
  "o'neil@mail.corp.example",
  'ana@partner.example',
]
const OUTSIDE = [
  'eve@evil.example',
  'ana@corp.example.evil.example',
  'ana@evilcorp.example',
  'bob@partner.example',
]

/** Ways to write one address that every mailer reads alike. */
const PLAIN: readonly ((address: string) => JsonValue)[] = [
  (address) => address,
  (address) => `<${address}>`,
  (address) => `Ana Maria <${address}>`,
  (address) => `"Maria, Ana; Dr." <${address}>`,
  (address) => `"a \\" b" <${address}>`,
  (address) => `${address} (Ana (Maria))`,
  (address) => `(Ana) ${address}`,
  (address) => `  ${address} ;`,
  (address) => `Team: ${address};`,
  (address) => `"The team": <${address}>, Ana <${address}>;`,
  (address) => address.replace('@corp', '@CORP').replace('@evil', '@Evil'),
  (address) => `${address}, ${address}`,
  (address) => `${address}; ${address},`,
  (address) => [address, address],
  (address) => [`Ana <${address}>`, { address }, { email: address, name: "Ana O'Neil (Sales)" }],
  (address) => ({ emailAddress: { address, name: 'Ana' } }),
  (address) => [address, ''],
]

/** Ways to hide a second address from a reader, or to be read in two ways. */
const DOUBTFUL: readonly string[] = [
  'ana%evil.example@corp.example',
  'evil.example!ana@corp.example',
  'eve@evil.example@corp.example',
  '"eve@evil.example"@corp.example',
  '"eve"@corp.example',
  'eve\\@evil.example@corp.example',
  '<@evil.example,@b.example:ana@corp.example>',
  '<@evil.example:ana@corp.example>',
  '=?utf-8?q?eve=40evil.example=2C?= <ana@corp.example>',
  'ana@corp.example\r\nBcc: eve@evil.example',
  'ana@corp.example\nBcc: eve@evil.example',
  'ana@corp.example\tx',
  'ana@corp.example\u0000.evil.example',
  'ana@corp.example\u2028eve@evil.example',
  'ana@[192.0.2.1]',
  'ana@[IPv6:::1]',
  'ana@192.0.2.1',
  'ana@corp.example.',
  'ana@.corp.example',
  'ana@corp..example',
  'ana@corp',
  'ana@-corp.example',
  'ana@c\u043erp.example',
  'ana@corp\u3002example',
  'ana@\uff43orp.example',
  'ana\uff20corp.example',
  'ana@corp.\u200bexample',
  'ana@cor\u00adp.example',
  'an\u200ba@corp.example',
  'ana@stra\u00dfe.example',
  'Ana@partner.example',
  '"eve@evil.example, x" <ana@corp.example>',
  'eve@evil.example <ana@corp.example>',
  'ana@corp.example <eve@evil.example>',
  '<ana@corp.example> eve@evil.example',
  '<ana@corp.example><eve@evil.example>',
  '<ana@corp.example',
  'ana@corp.example>',
  '<ana@corp.example> "root"',
  '<ana@corp.example>"x,y"',
  "! <ana@corp.example>'>",
  'Ana > <ana@corp.example>',
  'root)<ana@corp.example>',
  '"x,y")<ana@corp.example>',
  'Ana) <ana@corp.example>',
  'Ana (x)) <ana@corp.example>',
  '(x)) <ana@corp.example>',
  'Team) x: ana@corp.example;',
  'root) ana@corp.example',
  'ana@corp.example)',
  '<ana@corp.example>)',
  'ana@corp.example (eve@evil.example)',
  'ana(x)@corp.example',
  'ana@corp.example(x)',
  'ana@(evil.example)corp.example',
  'ana@corp.example (open',
  '"open <ana@corp.example>',
  'ana @corp.example',
  'ana@ corp.example',
  'ana@corp.example eve@evil.example',
  'Doe, Jane <jane@corp.example>',
  'mailto:ana@corp.example',
  'Team: ana@corp.example',
  'A: B: ana@corp.example;;',
  '.ana@corp.example',
  'ana.@corp.example',
  'a..b@corp.example',
  '-oQ/tmp@corp.example',
  '|sh@corp.example',
  '/dev/null@corp.example',
  '@corp.example',
  'Ana <>',
  '""ana@corp.example:;',
  'ana',
  'a@b, ana@corp.example',
]

describe('judgeEmails', () => {
  test('everybody inside is true, nobody is false, however the addresses are written', () => {
    for (const write of PLAIN) {
      for (const address of INSIDE) expect(truth(write(address)), JSON.stringify(write(address))).toBe('true')
      for (const address of OUTSIDE)
        expect(truth(write(address)), JSON.stringify(write(address))).toBe('false')
    }
  })

  test('some inside and some outside is an error, in one list and over several fields', () => {
    for (const inside of INSIDE)
      for (const outside of OUTSIDE)
        for (const write of PLAIN) {
          expect(truth(`${inside}, ${outside}`)).toBe('error')
          expect(truth(`Team: ${inside}; ${outside}`)).toBe('error')
          expect(truth(write(inside), undefined, [outside])).toBe('error')
          expect(truth([outside, inside])).toBe('error')
        }
  })

  test.each(DOUBTFUL)('`%s` is an error, alone and beside an address inside', (text) => {
    expect(truth(text)).toBe('error')
    expect(truth(`ana@corp.example, ${text}`)).toBe('error')
    expect(truth('ana@corp.example', text)).toBe('error')
    expect(truth(['ana@corp.example', text])).toBe('error')
    expect(truth({ email: text })).toBe('error')
  })

  test.each<[JsonValue]>([
    [5],
    [true],
    [[['ana@corp.example']]],
    [{ address: 'ana@corp.example', type: 'x' }],
    [{ address: 'ana@corp.example', email: 'eve@evil.example' }],
    [{ email: 'ana@corp.example', name: 'x <eve@evil.example>,' }],
    [{ email: 'ana@corp.example', name: 'x\r\nBcc: eve' }],
    [{ email: 'ana@corp.example', name: 'x\u200b' }],
    [{ email: 'ana@corp.example', name: '=?utf-8?q?x?=' }],
    [{ email: 'ana@corp.example, bob@corp.example' }],
    [{ email: '' }],
    [{ email: 5 }],
    [{}],
    [[null]],
  ])('%j is an error', (value) => {
    expect(truth(value)).toBe('error')
  })

  test('no field, null and empty ones name nobody, which is an error unless another field names somebody', () => {
    expect(truth(undefined, undefined)).toBe('error')
    expect(truth(null)).toBe('error')
    expect(truth([], '', 'undisclosed-recipients:;')).toBe('error')
    expect(truth('ana@corp.example', undefined, null)).toBe('true')
    expect(truth('ana@corp.example', [], '')).toBe('true')
  })

  test('subdomains only by `*.`, a name outside ASCII only as the rule writes it', () => {
    expect(judgeEmails(['a@x.corp.example'], ['corp.example']).truth).toBe('false')
    expect(judgeEmails(['a@corp.example'], ['*.corp.example']).truth).toBe('false')
    expect(truth('a@b\u00fcro.example')).toBe('true')
    expect(truth('a@B\u00dcRO.example')).toBe('true')
    expect(truth('a@bu\u0308ro.example')).toBe('error')
    expect(truth('a@m\u00fcnchen.example')).toBe('error')
    expect(judgeEmails(['a@xn--mnchen-3ya.example'], ['xn--mnchen-3ya.example']).truth).toBe('true')
  })

  test('says which address met or missed which pattern', () => {
    expect(judgeEmails(['Ana <ana@corp.example>'], OWN)).toEqual({
      truth: 'true',
      part: 'ana@corp.example',
      pattern: 'corp.example',
    })
    expect(judgeEmails(['ana@corp.example, eve@evil.example'], OWN)).toMatchObject({
      part: 'eve@evil.example',
    })
  })

  test('no problem quotes what was read', () => {
    for (const text of DOUBTFUL) expect(judgeEmails([text], OWN).problem).not.toMatch(/ana@|eve@|evil\./)
  })
})

describe('very many recipients', () => {
  const some = (count: number, start = 0) =>
    Array.from({ length: count }, (_, index) => `a${start + index}@corp.example`)
  const inside = (...values: JsonValue[]) => judgeEmails(values, ['corp.example']).truth

  test('are counted over all arguments of a call, in whatever form they stand', () => {
    const { addressesMax } = LIMITS
    expect(inside(some(addressesMax))).toBe('true')
    expect(inside(some(addressesMax).join(', '))).toBe('true')
    expect(inside(some(addressesMax - 1), 'x@corp.example')).toBe('true')
    expect(inside(some(addressesMax + 1))).toBe('error')
    expect(inside(some(addressesMax + 1).join(','))).toBe('error')
    expect(inside(some(addressesMax), 'x@corp.example')).toBe('error')
    expect(inside(some(addressesMax + 1).map((email) => ({ email })))).toBe('error')
    expect(inside([some(600).join(), some(600, 600).join()])).toBe('error')
  })

  test('are an error when their texts or items are more than is read', () => {
    const { addressTextCharsMax } = LIMITS
    const one = 'ana@corp.example'
    expect(inside([one, ' '.repeat(addressTextCharsMax - 100)])).toBe('true')
    expect(inside([one, ' '.repeat(addressTextCharsMax)])).toBe('error')
    expect(inside(one, ' '.repeat(addressTextCharsMax))).toBe('error')
    expect(inside([one, ...Array.from({ length: addressTextCharsMax }, () => '')])).toBe('error')
    expect(readAddresses(Array.from({ length: 10_000 }, () => 5)).doubts).toContain(
      'there are more items than are read',
    )
    expect(readAddresses(some(2000)).addresses.length).toBe(LIMITS.addressesMax)
  })
})

describe('a name beside an address', () => {
  const MARK = fc.constantFrom(
    ...Array.from('",;:()\\<>@. '),
    'root',
    'Ana',
    'x@y.example',
    "'",
    '\u200b',
    '=?',
  )
  const names = fc.array(MARK, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''))
  /** Everybody to whom a mailer sends that parts at commas and semicolons and keeps to no quotes, and one that does. */
  const careless = (text: string): readonly string[] =>
    text.split(/[,;]/).filter((part) => part.trim() !== '')
  const keepsQuotes = (text: string): readonly string[] =>
    careless(text.replace(/"(?:[^"\\]|\\.)*"/g, (quoted) => quoted.replace(/[,;]/g, ' ')))

  test('is a doubt where a mailer that puts it there as it is, or in quotes, writes to somebody else', () => {
    let inside = 0
    fc.assert(
      fc.property(names, fc.constantFrom('email', 'address'), (name, key) => {
        if (truth({ [key]: 'ana@corp.example', name }) !== 'true') return
        inside += 1
        const plain = `${name} <ana@corp.example>`
        expect(careless(plain)).toHaveLength(1)
        expect(keepsQuotes(`"${name}" <ana@corp.example>`)).toHaveLength(1)
        expect(plain.match(/[@<>"\\]/g)).toEqual(['<', '@', '>'])
        expect(truth(plain)).toBe('true')
      }),
      { seed: 10, numRuns: 5000 },
    )
    expect(inside).toBeGreaterThan(300)
  })

  test.each(['root,', ',root', 'root;', 'Doe, Jane', '"', '\\', 'a\\', 'Team:', '(x', 'x)', 'a"b'])(
    '`%s` is one',
    (name) => {
      expect(truth({ email: 'ana@corp.example', name })).toBe('error')
      expect(truth({ emailAddress: { address: 'ana@corp.example', name } })).toBe('error')
    },
  )

  test('very many and very long ones are read no further than addresses are', () => {
    const named = { email: 'ana@corp.example', name: 'x'.repeat(LIMITS.addressTextCharsMax) }
    expect(truth(named)).toBe('error')
    const some = Array.from({ length: LIMITS.addressesMax / 2 }, () => ({
      email: 'ana@corp.example',
      name: 'Ana',
    }))
    expect(truth(some)).toBe('true')
  })
})

describe('readAddresses', () => {
  test('what it reads without doubt is what a reader that knows nothing but splitting finds', () => {
    const part = fc.constantFrom(
      'ana@corp.example',
      'eve@evil.example',
      ',',
      ';',
      ' ',
      '<',
      '>',
      '"',
      '(',
      ')',
      ':',
      '@',
      'x',
      '\\',
      '.',
      'Team',
      '%',
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const text = parts.join('')
        const { addresses, doubts } = readAddresses(text)
        if (doubts.length > 0) return
        const naive = text.match(/[^\s@<>,;:()"\\]+@[^\s@<>,;:()"\\]+/g) ?? []
        const found = addresses.map(({ local, domain }) => `${local}@${domain}`.toLowerCase())
        expect(found).toEqual(naive.map((one) => one.toLowerCase()))
        expect(text.split('@').length - 1).toBe(addresses.length)
      }),
      { numRuns: 20_000 },
    )
  })
})

test.each([
  ['corp.example', true],
  ['*.corp.example', true],
  ['ana@corp.example', true],
  ['b\u00fcro.example', true],
  ['Corp.example', false],
  ['*', false],
  ['*@corp.example', false],
  ['corp', false],
  ['@corp.example', false],
  ['corp.example.', false],
  ['[192.0.2.1]', false],
  ['192.0.2.1', false],
  ['', false],
])('the pattern `%s` is good: %s', (text, isGood) => {
  expect(addressPatternProblem(text) === undefined).toBe(isGood)
})
