import { LIMITS } from '@kvlar/core'
import { readJson, type JsonFindingKind, type JsonRefusalCode, type ReadJsonOptions } from '@kvlar/core/json'
import { describe, expect, it } from 'vitest'

function refusal(text: string, options?: ReadJsonOptions) {
  const answer = readJson(text, options)
  if (answer.ok) throw new Error(`accepted: ${text.slice(0, 80)}`)
  return answer.refusal
}

function accepted(text: string, options?: ReadJsonOptions) {
  const answer = readJson(text, options)
  if (!answer.ok) throw new Error(`refused: ${answer.refusal.code} ${answer.refusal.message}`)
  return answer
}

const findings = (text: string, options?: ReadJsonOptions) => accepted(text, options).findings

describe('what the strict reader refuses', () => {
  const refused: readonly (readonly [title: string, text: string, code: JsonRefusalCode, offset: number])[] =
    [
      ['nothing', '', 'JSON_SYNTAX', 0],
      ['only blanks', '  ', 'JSON_SYNTAX', 2],
      ['two values', '{} {}', 'JSON_TRAILING_DATA', 3],
      ['a comma after the value', '1,', 'JSON_TRAILING_DATA', 1],
      ['an unfinished object', '{"a":1', 'JSON_SYNTAX', 6],
      ['an unfinished text', '"abc', 'JSON_SYNTAX', 0],
      ['a text that ends in a backslash', '"abc\\', 'JSON_SYNTAX', 0],
      ['a trailing comma in an array', '[1,]', 'JSON_SYNTAX', 3],
      ['a trailing comma in an object', '{"a":1,}', 'JSON_SYNTAX', 7],
      ['a missing comma', '[1 2]', 'JSON_SYNTAX', 3],
      ['a missing colon', '{"a" 1}', 'JSON_SYNTAX', 5],
      ['a bare key', '{a:1}', 'JSON_SYNTAX', 1],
      ['single quotes', "{'a':1}", 'JSON_SYNTAX', 1],
      ['a comment', '{/*x*/}', 'JSON_SYNTAX', 1],
      ['the wrong closing bracket', '[1}', 'JSON_SYNTAX', 2],
      ['an object closed after a key', '{"a"}', 'JSON_SYNTAX', 4],
      ['an object closed after a colon', '{"a":}', 'JSON_SYNTAX', 5],
      ['a word that is not JSON', 'NaN', 'JSON_SYNTAX', 0],
      ['a word cut short', 'tru', 'JSON_SYNTAX', 0],
      ['a word too long', 'nullx', 'JSON_TRAILING_DATA', 4],
      ['a leading zero', '01', 'JSON_SYNTAX', 2],
      ['a lone minus', '-', 'JSON_SYNTAX', 1],
      ['a leading plus', '+1', 'JSON_SYNTAX', 0],
      ['a point without digits', '1.', 'JSON_SYNTAX', 2],
      ['a number that begins with a point', '.5', 'JSON_SYNTAX', 0],
      ['an exponent without digits', '1e+', 'JSON_SYNTAX', 3],
      ['a hexadecimal number', '0x10', 'JSON_TRAILING_DATA', 1],
      ['an escape that does not exist', '"\\x41"', 'JSON_SYNTAX', 0],
      ['an escape cut short', '"\\u004"', 'JSON_SYNTAX', 0],
      ['a byte order mark', '\ufeff{}', 'JSON_BYTE_ORDER_MARK', 0],
      ['a line feed between tokens', '{\n}', 'JSON_CONTROL_CHARACTER', 1],
      ['a carriage return between tokens', '[1,\r2]', 'JSON_CONTROL_CHARACTER', 3],
      ['a carriage return before a second message', '{}\r{}', 'JSON_CONTROL_CHARACTER', 2],
      ['a NUL between tokens', '{}\u0000', 'JSON_CONTROL_CHARACTER', 2],
      ['a form feed between tokens', '[\f]', 'JSON_CONTROL_CHARACTER', 1],
      ['a no-break space between tokens', '[\u00a0]', 'JSON_SYNTAX', 1],
      ['a next-line character between tokens', '[\u0085]', 'JSON_CONTROL_CHARACTER', 1],
      ['a line separator between tokens', '[\u2028]', 'JSON_SYNTAX', 1],
      ['a line feed in a text', '"a\nb"', 'JSON_CONTROL_CHARACTER', 2],
      ['a NUL in a text', '"a\u0000b"', 'JSON_CONTROL_CHARACTER', 2],
      ['a duplicate key', '{"a":1,"a":2}', 'JSON_DUPLICATE_KEY', 7],
      ['a duplicate key with the same value', '{"a":1,"a":1}', 'JSON_DUPLICATE_KEY', 7],
      ['a duplicate key deep inside', '[[{"x":{"a":1,"b":2,"a":3}}]]', 'JSON_DUPLICATE_KEY', 20],
      ['a duplicate key written with an escape', '{"method":1,"metho\\u0064":2}', 'JSON_DUPLICATE_KEY', 12],
      ['a duplicate key beyond ASCII', '{"é":1,"é":2}', 'JSON_DUPLICATE_KEY', 7],
      ['a duplicate empty key', '{"":1,"":2}', 'JSON_DUPLICATE_KEY', 6],
      ['a duplicate __proto__', '{"__proto__":1,"__proto__":2}', 'JSON_DUPLICATE_KEY', 15],
      ['a NUL at the end of a key', '{"name\\u0000":1}', 'JSON_KEY_CONTROL_CHARACTER', 1],
      ['a DEL in a key', '{"name\u007f":1}', 'JSON_KEY_CONTROL_CHARACTER', 1],
      ['a C1 control character in a key', '{"name\u0085":1}', 'JSON_KEY_CONTROL_CHARACTER', 1],
    ]
  it.each(refused)('refuses %s', (_, text, code, offset) => {
    expect(refusal(text)).toMatchObject({ code, offset })
  })

  it('finds a duplicate among more keys than are compared one by one', () => {
    const keys = Array.from({ length: 500 }, (_, index) => `"key${index}":${index}`)
    expect(accepted(`{${keys.join(',')}}`).findings).toEqual([])
    for (const repeated of [0, 15, 16, 17, 498]) {
      expect(refusal(`{${keys.join(',')},"key${repeated}":0}`).code).toBe('JSON_DUPLICATE_KEY')
    }
  })

  it('names the key and the path of a duplicate without repeating a long or hostile key', () => {
    expect(refusal('{"a":[0,{"b\\"\u2028":1,"b\\"\u2028":2}]}')).toMatchObject({
      message: 'the key `b\\"\u2028` occurs twice in one object',
      path: ['a', 1, 'b"\u2028'],
    })
    const long = 'x'.repeat(1000)
    expect(refusal(`{"${long}":1,"${long}":2}`).message.length).toBeLessThan(120)
  })

  it('allows 64 levels and no more, unless told', () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
    expect(accepted(nested(64)).findings).toEqual([])
    expect(refusal(nested(65))).toMatchObject({ code: 'JSON_TOO_DEEP', offset: 64 })
    expect(findings(nested(65), { depthMax: 100, deepOver: 64 })).toMatchObject([{ kind: 'deep' }])
    expect(refusal(nested(101), { depthMax: 100, deepOver: 64 }).code).toBe('JSON_TOO_DEEP')
  })

  it('does not crash on 20,000 or a million levels, closed or not', () => {
    for (const levels of [20_000, 1_000_000]) {
      expect(refusal('['.repeat(levels)).code).toBe('JSON_TOO_DEEP')
      expect(refusal('{"a":'.repeat(levels)).code).toBe('JSON_TOO_DEEP')
    }
    const deep = '[{"a":'.repeat(10_000) + '1' + '}]'.repeat(10_000)
    expect(findings(deep, { depthMax: 20_000, deepOver: 64 })).toMatchObject([{ kind: 'deep' }])
  })

  it('bounds the length of keys and the number of objects', () => {
    const key = 'k'.repeat(LIMITS.jsonKeyCharsMax)
    expect(accepted(`{"${key}":1}`).findings).toEqual([])
    expect(refusal(`{"${key}k":1}`).code).toBe('JSON_TOO_LARGE')
    expect(refusal(`{"${key}é":1}`).code).toBe('JSON_TOO_LARGE')
    expect(refusal(`[${'{},'.repeat(LIMITS.jsonContainersMax)}{}]`).code).toBe('JSON_TOO_LARGE')
  })
})

describe('what the strict reader accepts', () => {
  it('reads escaped keys right where the platform confuses them, and says that there are some', () => {
    const poison = '{"name":"x","\\\\u00":1}'
    const text = '{"name":"x","\\u0070ath":1}'
    JSON.parse(poison)
    expect(Object.keys(accepted(poison).value as object)).toEqual(['name', '\\u00'])
    expect(Object.keys(accepted(text).value as object)).toEqual(['name', 'path'])
    expect(accepted(text).escapedKeys).toBe(true)
    expect(accepted('{"name":"\\u0070ath"}').escapedKeys).toBe(false)
  })

  it('takes line ends between tokens only in files of people', () => {
    const text = '{\r\n  "a": [\n1\n]\r\n}\n'
    expect(accepted(text, { multiline: true }).value).toEqual(accepted('{"a":[1]}').value)
    expect(refusal(text).code).toBe('JSON_CONTROL_CHARACTER')
    expect(refusal('{"a":"\n"}', { multiline: true }).code).toBe('JSON_CONTROL_CHARACTER')
  })

  it('gives objects no prototype, so that no key of a message means anything to JavaScript', () => {
    const { value } = accepted('{"__proto__":{"polluted":true},"constructor":1,"toString":2}')
    expect(Object.getPrototypeOf(value)).toBe(null)
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor', 'toString'])
    expect(({} as Record<string, unknown>)['polluted']).toBe(undefined)
    expect('hasOwnProperty' in (value as object)).toBe(false)
  })
})

describe('what the strict reader reports for its caller to judge', () => {
  const found: readonly (readonly [string, string, JsonFindingKind, readonly (string | number)[]])[] = [
    ['keys that differ in case', '{"p":{"name":1,"Name":2}}', 'folded_siblings', ['p', 'Name']],
    ['keys that differ by a long s', '{"argumentſ":1,"arguments":2}', 'folded_siblings', ['arguments']],
    ['keys that differ by a Kelvin sign', '{"\u212aey":1,"key":2}', 'folded_siblings', ['key']],
    ['keys that differ by a fullwidth letter', '{"ｎame":1,"name":2}', 'folded_siblings', ['name']],
    ['keys that differ in composition', '{"e\u0301":1,"\u00e9":2}', 'folded_siblings', ['é']],
    ['a key with an escaped capital', '{"\\u004eame":1,"name":2}', 'folded_siblings', ['name']],
    ['an integer beyond doubles', '{"p":[1,9007199254740993]}', 'number_changes', ['p', 1]],
    ['a number too large', '[1e400]', 'number_changes', [0]],
    ['a number too small', '[1e-400]', 'number_changes', [0]],
    ['a decimal with too many digits', '[0.12345678901234567890]', 'number_changes', [0]],
    ['an id written as a fraction', '{"id":1.0}', 'number_form', ['id']],
    ['an id written with an exponent', '{"id":1e2}', 'number_form', ['id']],
    ['an id of negative zero', '{"id":-0}', 'number_form', ['id']],
    ['half of a surrogate pair', '{"a":["x\\ud83d"]}', 'lone_surrogate', ['a', 0]],
    ['a surrogate pair the wrong way round', '["\\ude00\\ud83d"]', 'lone_surrogate', [0]],
    ['half of a surrogate pair in a key', '{"\\ud83d":1}', 'lone_surrogate', ['\ud83d']],
  ]
  it.each(found)('reports %s', (_, text, kind, path) => {
    expect(findings(text)).toMatchObject([{ kind, path }])
  })

  it.each([
    ['keys of two objects', '[{"name":1},{"Name":2}]'],
    ['keys of an object and of one inside it', '{"name":{"Name":1}}'],
    [
      'decimals that come back from their double',
      '[0.1,1.0,1e2,-0,0e9999999999,9007199254740992,123456789012345e99]',
    ],
    ['numbers written with zeros around', '[100000000000000000000,0.00000010,1.50e+0010]'],
    ['a surrogate pair', '["\\ud83d\\ude00","😀"]'],
    ['look-alikes of another script', '{"a":1,"а":2}'],
  ])('reports nothing for %s', (_, text) => {
    expect(findings(text)).toEqual([])
  })

  it('reports each kind once for each place, and says when there was more', () => {
    expect(findings(`{"p":{"x":[${'1e400,'.repeat(100)}1e400,"\\ud800"]}}`).map(({ kind }) => kind)).toEqual([
      'number_changes',
      'lone_surrogate',
    ])
    const many = Array.from({ length: 1000 }, (_, index) => `"m${index}":1e400`).join(',')
    const answer = accepted(`{${many}}`)
    expect(answer.findings.length).toBe(LIMITS.jsonFindingsMax)
    expect(answer.findingsOmitted).toBe(true)
  })

  it('cuts long paths', () => {
    const [finding] = findings('[[[[[[[[[[1e400]]]]]]]]]]')
    expect(finding?.path).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
  })
})
