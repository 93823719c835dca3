import { compilePathGlobs, judgePathText } from '@kvlar/core/readings'
import { posix, win32 } from 'node:path'
import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SECRET_PATHS } from '../corpus/secret-paths.ts'

const secrets = compilePathGlobs(['$secret_files'])
const isSeen = (text: string): boolean =>
  ['true', 'error'].includes((secrets && judgePathText(text, secrets)?.truth) ?? 'false')

/** What may stand before the `..` that takes it away: each makes the text look like something else than a path. */
const ODD = [
  'a b',
  'a\n',
  'x ',
  '- ',
  '- [ ] x',
  '~ ',
  '-x y',
  'C:my dir',
  'nbsp\xA0x',
  'a	b',
  '1. a',
  '> a',
  '# a b',
  '"',
  "'",
  '`',
  '(a b)',
  '"my dir"',
  '["x y"]',
  '{"a":1}',
  '{"a b": "c',
  '[1, 2',
  '<p>a b',
  '| a |',
  'urn:x',
  'tel:',
  'mailto:a',
  'BLOB:',
  'data:',
  'data:text',
  'javascript:',
  'http:x',
  'ftp:',
  'ws:y',
  'x y:',
  "f('')=",
  'f("x"):',
  "require('a b')",
  'x(1)',
  '+',
  'C++',
  'src (1)',
  'a$',
  '{x}',
  '[id]',
  '^x*',
  'a|b',
  'x?',
  'Edit ~',
  'see https:',
  'SELECT * FROM t WHERE a = 1',
  'const a = "b"',
  'é ü',
  'a　b',
  '100%',
  '%d of',
].flat()

const HIDDEN = SECRET_PATHS.filter((path) => !/ /.test(path))
const SOME = ['.env', '.ssh/id_rsa', 'etc/shadow', '.aws/credentials', 'tls/server.pem', '.netrc']

describe('what a server opens is read, whatever the text looks like', () => {
  test.each(ODD)('below %j, which `..` takes away as path.posix.resolve does', (odd) => {
    for (const path of HIDDEN) {
      const text = `${odd}/../${path}`
      expect(posix.resolve('/w', text), text).toBe(`/w/${path}`)
      expect(isSeen(text), text).toBe(true)
    }
  })

  test.each(ODD)('below %j twice, climbing, long, and with what is taken away behind it', (odd) => {
    for (const path of SOME)
      for (const text of [
        `x y/${odd}/../../${path}`,
        `${odd}/../../${path}`,
        `${odd}/.././${path}/z z/..`,
        ` ${odd}/../${path}\n`,
        `${odd}/../${'a b/../'.repeat(6000)}${path}`,
        `${'a/../'.repeat(7000)}${odd}/../${path}`,
        `${odd}/%2e%2e/${path}`,
        `${odd}/../${path}\0.png`,
      ])
        expect(isSeen(text), text.slice(0, 80)).toBe(true)
  })

  test.each(ODD.filter((odd) => !/[*?"<>|]/.test(odd)))('below %j, as path.win32.resolve does', (odd) => {
    for (const path of HIDDEN) {
      const text = `${odd}\\..\\${path.replaceAll('/', '\\')}`
      expect(win32.resolve('C:\\w', text).toLowerCase().endsWith(win32.normalize(path).toLowerCase())).toBe(
        true,
      )
      expect(isSeen(text), text).toBe(true)
    }
  })

  test.each([
    'my dir',
    'My Documents',
    '(a b)',
    '"my dir"',
    '-x y',
    'C:my dir',
    'OneDrive - Ada Ltd',
    'a (1)',
    "Ada's files",
  ])('in the folder %s, which stays', (folder) => {
    for (const path of HIDDEN)
      for (const text of [
        `${folder}/${path}`,
        `x/${folder}/${path}/`,
        `${folder}/y z/${path}`,
        `"${folder.replaceAll('"', '')}/${path}"`,
        `${folder} 2/${path}\n`,
      ])
        expect(isSeen(text), text).toBe(true)
  })

  test.each(['C++', 'src (1)', 'a$', '{x}', '[id]', 'x(1)', '+', '^a', 'a+b', '$x', '(group)'])(
    'in the folder %s of Windows, whose name looks like an expression',
    (folder) => {
      for (const path of HIDDEN)
        expect(isSeen(`${folder}\\${path.replaceAll('/', '\\')}`), `${folder}\\${path}`).toBe(true)
    },
  )

  test('longer than any path, in each way that its backslashes and percent signs can be read', () => {
    const long = 'a/../'.repeat(7000)
    for (const tail of [
      '%2f..%2fz/..',
      '\\..\\z/..',
      '%5c..%5cz/..',
      '%252f..%252fz/..',
      '%2f..%2fz\\..\\y/..',
    ])
      for (const path of SOME)
        for (const start of ['', '/', './', 'a b/../', '../'])
          expect(isSeen(`${start}${long}${path}/${tail}`), `${path}/${tail}`).toBe(true)
  })

  test('any odd text at all, if node resolves it to a secret', () => {
    const piece = fc.constantFrom(
      ...ODD,
      '..',
      '..',
      '.',
      '',
      'a',
      '%2e',
      '\\',
      '~',
      'HEAD:',
      '--a=',
      '\u200b',
    )
    const text = fc
      .tuple(fc.array(piece, { maxLength: 6 }), fc.constantFrom(...SOME))
      .map(([pieces, path]) => [...pieces, ...pieces.map(() => '..'), path].join('/'))
    fc.assert(
      fc.property(text, (one) => isSeen(one)),
      { numRuns: 3000 },
    )
  })
})

describe('what servers make of the forms of a text before they open it', () => {
  test('a `file:` URL is the path that the URL Standard reads in it', () => {
    for (const [url, path] of [
      ['file:///etc//../shadow', '/etc/shadow'],
      ['file:///home/me/.ssh//../config', '/home/me/.ssh/config'],
      ['file:///home/me/.aws//../sso/x', '/home/me/.aws/sso/x'],
      ['file:///proc/self//../environ', '/proc/self/environ'],
      ['file:///srv/.git//../config', '/srv/.git/config'],
      ['file:///etc/\\..\\shadow', '/etc/shadow'],
      ['file:///srv/x///%2e%2e/../.env', '/srv/x/.env'],
    ] as const) {
      expect(new URL(url).href).toBe(pathToFileURL(path).href)
      expect(isSeen(url), url).toBe(true)
    }
    for (const text of ['file:etc//../shadow', 'FILE:/etc//../shadow', 'url:file:///etc//../shadow'])
      expect(isSeen(text), text).toBe(true)
  })

  test('percent signs are undone once, twice and to the end', () => {
    for (const folder of ['%2e', '%252e', '%25252e', '%41', '%2541'])
      for (const path of [
        '/etc/%252e/../%73hadow',
        `/etc/${folder}/../%2573hadow`,
        `x y/${folder}/../%2eenv`,
      ])
        expect(isSeen(path), path).toBe(true)
    for (const text of ['/home/me/.ssh/%252e/../%63onfig', 'a b/%252e/../../.%65nv'])
      expect(isSeen(text)).toBe(true)
  })
})
