import { compilePathGlobs, judgePathText } from '@kvlar/core/readings'
import { describe, expect, test } from 'vitest'

const secrets = compilePathGlobs(['$secret_files'])
const isSeen = (text: string): boolean =>
  ['true', 'error'].includes((secrets && judgePathText(text, secrets)?.truth) ?? 'false')

const SOME = ['.env', '.ssh/id_rsa', 'etc/shadow', '.aws/credentials', 'tls/server.pem', '.netrc']

/** Items that are no file by the usual look of one. */
const ODD = [
  'Makefile',
  'README',
  'LICENSE',
  'Dockerfile',
  'src/[id].ts',
  'größe.md',
  'src/日本.ts',
  'file(1).txt',
  'app/(group)/page.tsx',
  'a+b.txt',
  'x!.md',
  "it's.txt",
  '"a b.txt"',
  "'my dir/c d.ts'",
  'C:/a.txt',
  '/srv/a.txt',
  './c.txt',
  '~/README',
  '/srv/Makefile',
  'a%20b.txt',
  '$x.ts',
  '*.ts',
  'a&b.md',
  'src/[id]',
]

describe('a text that is a list of files is each of them', () => {
  test.each(SOME)('%s', (path) => {
    for (const text of [
      `a.txt, ${path}`,
      `a.txt ${path}`,
      `a.txt\n${path}`,
      `src/a.ts\nsrc/${path}`,
      `a.txt; ${path}`,
      `${path}, a.txt`,
      `a.txt  b/c.txt,${path}`,
      `"a.txt" "${path}"`,
      `--file ${path}`,
      `-f ${path}`,
      `-r --x ${path}`,
      `a.txt b/%2e%2e/${path}`,
    ])
      expect(isSeen(text), text).toBe(true)
  })

  test.each(ODD)('whatever else is in it: %s', (odd) => {
    for (const path of SOME)
      for (const text of [
        `${odd} ${path}`,
        `${path} ${odd}`,
        `${odd}, ${path}`,
        `a.txt, ${odd}, ${path}`,
        `${path}; ${odd}`,
        `${odd}\n${path}`,
        `${odd} ${path}\n`,
        ` ${odd},\t${path} `,
        `-f ${odd} ${path}`,
      ])
        expect(isSeen(text), text).toBe(true)
  })

  test.each(['notes', 'the.', '?', 'x=y', 'a:b', '=>', '<p>', '1', 'e.g.'])(
    'nor does %s turn a list with commas, semicolons or lines off',
    (odd) => {
      for (const path of SOME)
        for (const text of [
          `${odd}, ${path}`,
          `${path};${odd} `,
          `a.txt, ${odd}, ${path}`,
          `${odd}\n${path}`,
        ])
          expect(isSeen(text), text).toBe(true)
    },
  )

  test('and of a choice in braces', () => {
    for (const text of [
      '{.env, x}',
      '{.env,"x"}',
      '{ .env,x}',
      '{x , .env }',
      'config/{a, .env}',
      '{"x",".env"}',
      "{'.env', x}",
      ' {.ssh/id_rsa, x}\n',
    ])
      expect(isSeen(text), text).toBe(true)
    for (const text of ['{"a":"x","path":"config/.env.example"}', '{ a, b }', 'const { a, b } = .env'])
      expect(isSeen(text), text).toBe(false)
  })

  test('however long it is', () => {
    for (const path of SOME)
      for (const item of ['a/b.txt,', 'a.txt, ', 'a.txt ', 'src/x.ts;', 'README, ', 'a/b.txt\n'])
        for (const times of [300, 3000, 9000])
          expect(isSeen(item.repeat(times) + path), `${item}×${times} ${path}`).toBe(true)
    const files = (count: number) => [
      ...Array.from({ length: count }, (_, at) => `src/a${at}.ts`),
      'src/x.environment.ts',
    ]
    for (const between of [' ', ', ', '\n']) {
      expect(isSeen(files(8000).join(between))).toBe(false)
      // More than is looked at.
      expect(isSeen(files(12_000).join(between))).toBe(true)
    }
  })

  test('and no sentence, and no document of lines', () => {
    for (const text of [
      'add .env',
      'see README.md, .env is new',
      'Rename .env to .env.local',
      'dist/\n.env\n',
      'package-lock.json\n.env\n.npmrc\n',
      'e.g. .env',
      'a.txt, .env and b.txt',
      'what is in .env, .npmrc?',
      'dotenv .env',
    ])
      expect(isSeen(text), text).toBe(false)
  })
})
