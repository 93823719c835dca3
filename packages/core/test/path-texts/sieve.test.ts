import { createEngine, loadPolicy } from '@kvlar/core'
import type { JsonValue } from '@kvlar/core/json'
import {
  compilePathGlobs,
  expandPathGlobs,
  hostPattern,
  judgeJoined,
  judgePathText,
  judgeUrlText,
} from '@kvlar/core/readings'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SECRET_PATHS } from '../corpus/secret-paths.ts'
import { call, NOW } from '../rule-builders.ts'

const secrets = compilePathGlobs(['$secret_files'])
const unsieved = secrets && { ...secrets, mayHold: () => true, mayJoin: () => true }
const truthOf = (globs: typeof secrets, text: string) =>
  (globs && judgePathText(text, globs)?.truth) ?? 'false'

describe('an early look at the characters of a text changes no answer', () => {
  const piece = fc.constantFrom(
    '/',
    '/',
    '\\',
    '..',
    '.',
    ' ',
    '\n',
    ':',
    '=',
    ',',
    '"',
    "'",
    '(',
    ')',
    '%2e',
    '*',
    '{a,b}',
    '\u200b',
    'é',

    'etc',
    'ETC',
    'shadow',
    'Shadow-',
    '.env',
    '.EN',
    'v',
    'id_rsa',
    'x',
    'file:',
    '~',
    'C:',
    '.ssh',
    'key3.db',
    '%65nv',
    '%2565nv',
    '%2f',
    '%252e',
    '%2E%2E',
    '%20',
    '%00',
    '%7e1',
    '%D0',
    '%c0%ae',
    '%u002e',
    'n://h/',
    '.%\t65nv',
    '%25',
    '%',
    '25',
    '2e',
    'sha%64ow',
    '/x\u0007',
    '.e?v',
    '..-',
    'a..b',
    '-f..',
    '-C',
    '…',
    '‥',
    '．',
    'ſ',
    'ß',
    '\u212a',
    '\u00ad',
    '名',
    '?env',
    'ENV~1',
    'env~12',
    'ID_RSA~1',
    'CREDEN~1.JSO',
    'SSH~1',
    'PEM~1.PEM',
    'REPORT~1.TXT',
    '~1',
    '.LOC',
    ...SECRET_PATHS,
  )
  test('on texts made of pieces of the list', () => {
    const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(text, (one) => {
        expect(truthOf(secrets, one), JSON.stringify(one)).toBe(truthOf(unsieved, one))
      }),
      { numRuns: 5000 },
    )
  })

  test.each(['n://h/.%\t65nv', 'n:/h/.%25\n65nv', '%252e%2565nv', 'a%2f..%2f.env', 'ENV%7e1.LOC', '.e%3fv'])(
    'on %j',
    (text) => {
      expect(truthOf(unsieved, text)).not.toBe('false')
      expect(truthOf(secrets, text)).toBe(truthOf(unsieved, text))
    },
  )

  test('on two texts that a server could join', () => {
    const text = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join('/'))
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 4 }), (texts) => {
        if (secrets === undefined || unsieved === undefined) throw new Error('no list')
        expect(judgeJoined(texts, secrets).truth).toBe(judgeJoined(texts, unsieved).truth)
      }),
      { numRuns: 3000 },
    )
    for (const path of SECRET_PATHS.filter((one) => one.includes('/'))) {
      const [folder, name] = [path.slice(0, path.indexOf('/')), path.slice(path.indexOf('/') + 1)]
      if (secrets === undefined || unsieved === undefined) throw new Error('no list')
      const texts = [`/srv/x/${folder}`, name]
      expect(judgeJoined(texts, secrets).truth, path).toBe(judgeJoined(texts, unsieved).truth)
    }
  })

  test('on a path for each glob of the list, in capitals too', () => {
    for (const glob of expandPathGlobs(['$secret_files'])) {
      if (glob.startsWith('!')) continue
      const path = glob
        .replace(/\[(.)[^\]]*\]/g, '$1')
        .replaceAll('**', 'x')
        .replace(/[?*]/g, 'a')
      const texts = [`/srv/${path}`, `~/${path.toUpperCase()}`, path, `a b/../${path}`]
      for (const text of texts) expect(truthOf(secrets, text), text).not.toBe('false')
    }
  })
})

describe('a name in letters beyond ASCII', () => {
  const globs = compilePathGlobs(['**/ключ.txt', '**/名前/*', '**/Schlüssel', '!**/x/**'])
  const all = globs && { ...globs, mayHold: () => true, mayJoin: () => true }

  test.each([
    ['/srv/ключ.txt', 'true'],
    ['a/КЛЮЧ.TXT', 'error'],
    ['/srv/名前/a', 'true'],
    ['%D0%BA%D0%BB%D1%8E%D1%87.txt', 'true'],
    ['schlu\u0308ssel', 'error'],
    ['/srv/x/ключ.txt', 'false'],
    ['/srv/ключи.txt', 'false'],
  ])('of a list is found in %s', (text, truth) => {
    expect(truthOf(globs, text)).toBe(truth)
    expect(truthOf(all, text)).toBe(truth)
  })

  test('of a list is found in two arguments', () => {
    if (globs === undefined) throw new Error('no list')
    expect(judgeJoined(['/srv/名前', 'a.txt'], globs).truth).toBe('error')
  })
})

describe('the texts of a call are gathered once', () => {
  const engine = createEngine(
    [
      loadPolicy({
        file: 'p.yaml',
        text: `
name: p
rules:
  - id: secret
    match_on: { conditions: [anywhere: { operator: path_matches, value: $secret_files }] }
    effect: { type: deny, reason: secret }
  - id: private
    match_on: { conditions: [anywhere: { operator: url_host_in, value: $private_addresses }] }
    effect: { type: deny, reason: private }
  - id: any-address
    match_on: { conditions: [anywhere: { operator: url_host_in, value: ['*'] }] }
    effect: { type: require_approval, reason: address }
  - id: rest
    match_on: {}
    effect: { type: allow }
`,
      }),
    ],
    { parseUrl: (text) => URL.parse(text) ?? undefined },
  )
  const ruleOf = (parameters: Record<string, JsonValue>) => engine.decide(call('t', parameters), NOW).ruleId

  test('and each rule still sees them all', () => {
    expect(ruleOf({ a: ['x', { b: 'c/.env' }] })).toBe('secret')
    expect(ruleOf({ a: ['x', { b: 'http://10.0.0.1/' }] })).toBe('private')
    expect(ruleOf({ a: ['x', { b: '["https://example.com/"]' }] })).toBe('any-address')
    expect(ruleOf({ a: ['x', { b: '"//localhost/"' }] })).toBe('private')
    expect(ruleOf({ a: ['x', { b: 'c' }] })).toBe('rest')
  })

  test('and what is asked of them is found out once for all rules that ask the same', () => {
    let parsed = 0
    const rule = (id: string, list: string) => `
  - id: ${id}
    match_on: { conditions: [anywhere: { operator: url_host_in, value: [${list}] }] }
    effect: { type: deny, reason: ${id} }`
    const counting = createEngine(
      [
        loadPolicy({
          file: 'p.yaml',
          text: `name: p\nrules:${rule('a', 'a.example')}${rule('b', 'a.example')}${rule('c', 'c.example')}`,
        }),
      ],
      {
        parseUrl: (text) => {
          parsed += 1
          return URL.parse(text) ?? undefined
        },
      },
    )
    const action = call('t', { a: 'https://c.example/' })
    expect(counting.decide(action, NOW).ruleId).toBe('c')
    expect(parsed).toBe(2)
    expect(counting.decide(call('t', { a: 'https://a.example/' }), NOW).ruleId).toBe('a')
    expect(counting.decide({ ...action, resource: 'https://a.example/' }, NOW).ruleId).toBe('a')
  })

  test('anew for each decision, so that what was changed in between is seen', () => {
    const parameters: Record<string, JsonValue> = { path: 'a.txt' }
    const action = call('t', parameters)
    expect(engine.decide(action, NOW).ruleId).toBe('rest')
    parameters['path'] = '.env'
    expect(engine.decide(action, NOW).ruleId).toBe('secret')
    parameters['path'] = 'http://10.0.0.1/'
    expect(engine.decide(action, NOW, { trace: true, matched: true }).ruleId).toBe('private')
    parameters['path'] = 'a.txt'
    expect(engine.needs(action)).toEqual([])
    expect(engine.decide(action, NOW).ruleId).toBe('rest')
  })

  test('of the shape of a URL are the same ones that `judgeUrlText` speaks of', () => {
    const parseUrl = (text: string) => URL.parse(text) ?? undefined
    const any = hostPattern('*')
    if (any === undefined) throw new Error('no pattern')
    const piece = fc.constantFrom(
      '/',
      '//',
      '\\',
      ':',
      '.',
      ' ',
      '@',
      '%2f',
      'http',
      'x',
      'localhost',
      '10.0.0.1',
      'g',
      '_',
      '-',
      '\u00ad',
      '\t',
      'url:',
      'printer',
      '127',
      '0x7f',
      'data:',
      '[::1]',
      '"',
      'metadata.google.internal',
      'G',
      'l',
      ',',
      '。',
    )
    const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(text, (one) => {
        const isUrl = (judgeUrlText(one, [any], parseUrl)?.truth ?? 'false') !== 'false'
        const rule = ruleOf({ a: one })
        // Of a path that is in doubt, the rule that stands first speaks.
        if (rule === 'secret') return
        const isFound = ['private', 'any-address'].includes(rule ?? '')
        // A text that opens as JSON may hold a URL and be none itself: `"\\localhost:"`.
        if (isUrl || !/^\s*["[]/u.test(one)) expect(isFound, one).toBe(isUrl)
      }),
      { numRuns: 3000, examples: [['data:..'], ['"\\localhost:"'], ['"//[::1]'], ['"//。'], ['"//data:']] },
    )
  })
})
