import { compilePathGlobs, judgePathText } from '@kvlar/core/readings'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ORDINARY_PATHS } from '../corpus/ordinary-paths.ts'
import { ORDINARY_TEXTS } from '../corpus/ordinary-texts.ts'
import { SECRET_PATHS } from '../corpus/secret-paths.ts'

const secrets = compilePathGlobs(['$secret_files'])
const truth = (text: string) => secrets && judgePathText(text, secrets)?.truth

const percent = (text: string, times: number): string =>
  times === 0
    ? text
    : percent(
        text.replace(/[^A-Za-z0-9]/gu, (sign) =>
          encodeURIComponent(sign).replace(/^[^%]$/, (plain) => `%${plain.charCodeAt(0).toString(16)}`),
        ),
        times - 1,
      )

/** Places in which servers look for a path. */
const PLACES: readonly ((path: string) => string)[] = [
  (path) => path,
  (path) => `/home/me/${path}`,
  (path) => `./${path}`,
  (path) => `../../${path}`,
  (path) => `~/${path}`,
  (path) => `~root/${path}`,
  (path) => `//home/me/${path}`,
  (path) => `${path}/`,
  (path) => `${path}/x/..`,
  (path) => ` ${path}/\n`,
  (path) => `"${path}"`,
  (path) => `\`/x/${path}\``,
  (path) => `<${path}>`,
  (path) => `/x/${path}\0.png`,
  (path) => `/tmp/x\n/../../${path}`,
  (path) => `/etc/hosts\n/x/${path}`,
  (path) => `file:///${path}`,
  (path) => `FILE://localhost/home/me/${path}`,
  (path) => `file:/x/${path}?a#b`,
  (path) => `file:\\\\\\x\\${path.replaceAll('/', '\\')}`,
  (path) => `url:file:///x/${path}`,
  (path) => `vscode-remote://ssh/x/${path}`,
  (path) => `C:\\Users\\me\\${path.replaceAll('/', '\\')}`,
  (path) => `\\\\?\\C:\\${path.replaceAll('/', '\\')}`,
  (path) => `\\??\\C:\\Users\\me\\${path.replaceAll('/', '\\')}`,
  (path) => `\\GLOBAL??\\C:\\x\\${path.replaceAll('/', '\\')}`,
  (path) => `\\??\\UNC\\srv\\c$\\${path.replaceAll('/', '\\')}`,
  (path) => `\\\\srv\\c$\\${path.replaceAll('/', '\\')}`,
  (path) => percent(`/x/${path}`, 1),
  (path) => percent(`../x/${path}`, 3),
  (path) => `/x%c0%af${path}`,
]

/** Places that only a text without white space has. */
const WORDS: readonly ((path: string) => string)[] = [
  (path) => `HEAD:${path}/`,
  (path) => `HEAD~2:./${path}`,
  (path) => `stash@{0}:${path}`,
  (path) => `:(top)${path}`,
  (path) => `--file=${path}`,
  (path) => `--file="/x/${path}"`,
  (path) => `-f${path}`,
  (path) => `@${path}`,
  (path) => `data=@./${path}`,
  (path) => `/srv/a:/x/${path}`,
  (path) => `a,b,${path},c`,
  (path) => `C:\\a;C:\\b\\${path.replaceAll('/', '\\')}`,
  (path) => `me@host:${path}`,
  (path) => `KEY=${path}`,
]

describe('a text that holds the path of a secret file is seen wherever the path stands', () => {
  test.each(SECRET_PATHS)('%s', (path) => {
    for (const place of [...PLACES, ...(path.includes(' ') ? [] : WORDS)]) {
      const text = place(path)
      // A relative path with a space in it reads like prose.
      if (/\s/.test(text.trim()) && !/^["'`<]?(?:[/\\~]|\.\.?[/\\]|[A-Z]:|file:)/i.test(text.trim())) continue
      expect(truth(text), JSON.stringify(text)).toBe('true')
    }
  })

  test('what only some readers would take for it is an error', () => {
    for (const text of [
      '.ENV',
      '/X/ID_RSA',
      '．env',
      '／etc／shadow',
      '.e\u200dnv',
      '/srv/.ssh\u0000',
      '/etc/sha\u0008dow',
    ])
      expect(truth(text), text).not.toBe(undefined)
    for (const text of ['.ENV', 'Id_Rsa', '．env', '／etc／shadow', '.e\u200dnv', '/etc/x\u0008'])
      expect(truth(text), text).toBe('error')
  })

  test('a path that climbs out of where it starts is an error', () => {
    for (const text of ['../x', '..', 'a/../../x', './../x', '--out=../x', '..\\x'])
      expect(truth(text), text).toBe('error')
  })

  test('percent-encoding without end is an error', () => {
    const nested = Array.from({ length: 10 }).reduce<string>((text) => text.replace(/%/g, '%%32%35'), '%2e')
    expect(truth(nested)).toBe('error')
  })

  test('a path that is long only before it is resolved is seen', () => {
    expect(truth(`/${'../'.repeat(50_000)}etc/shadow`)).toBe('true')
    expect(truth(`/${'%2e%2e/'.repeat(50_000)}etc/shadow`)).toBe('true')
    expect(truth(`/${'a/../'.repeat(50_000)}.env`)).toBe('true')
  })
})

describe('ordinary text is no path of a secret file', () => {
  test.each(ORDINARY_TEXTS)('%j', (text) => {
    expect(truth(text)).toSatisfy((found) => found === undefined || found === 'false')
  })

  test.each(ORDINARY_PATHS)('%s, wherever it stands', (path) => {
    for (const text of [
      path,
      `/home/me/work/${path}`,
      `./${path}`,
      `HEAD:${path}`,
      `--file=${path}`,
      // Behind a blank, a line and a column cannot be told from a name that goes on.
      ...(path.includes(' ') ? [] : [`${path}:10:5`]),
    ])
      expect(truth(text), text).toSatisfy((found) => found === undefined || found === 'false')
  })

  test('prose is not of the shape of a path at all, and a path is', () => {
    for (const text of ['a text', 'word', 'https://a/b', '{"a":"/b"}', 'a\nb'])
      expect(truth(text), text).toBeUndefined()
    for (const text of ['/a', 'a/b', './a', 'C:\\a', 'file:///a']) expect(truth(text), text).toBe('false')
  })
})

test('globs with a root speak of paths from that root, and of relative ones only in doubt', () => {
  const rooted = compilePathGlobs(['/etc/**'])
  const judged = (text: string) => rooted && judgePathText(text, rooted)?.truth
  for (const text of ['/etc/x', 'file:///etc/x', '--file=/etc/x', 'a:/etc', '/tmp/../etc/x'])
    expect(judged(text), text).toBe('true')
  for (const text of ['etc/x', './x', '~/x', 'HEAD:etc/x']) expect(judged(text), text).toBe('error')
  for (const text of ['/srv/etc/x', 'text/html', 'C:\\etcetera', 'etc.'])
    expect(judged(text), text).not.toBe('true')
  for (const text of ['/srv/etc/x', 'text/html', 'word', 'and/or'])
    expect(judged(text), text).not.toBe('error')
})

test('no text whatever makes the reading throw, and what is said to be seen has a name', () => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    '..',
    '.',
    '%2e',
    '%',
    '25',
    ':',
    '=',
    '@',
    '~',
    '"',
    '\n',
    ' ',
    '\0',
    '.env',
    'a',
    '\ud800',
    'é',
  )
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')),
      (text) => {
        const found = secrets && judgePathText(text, secrets)
        if (found?.truth === 'true')
          expect(found).toMatchObject({ pattern: expect.any(String), part: expect.any(String) })
        if (found?.truth === 'error') expect(found.problem).toBeTypeOf('string')
      },
    ),
    { numRuns: 2000 },
  )
})
