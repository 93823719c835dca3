import { compilePathGlobs, judgePathText } from '@kvlar/core/readings'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const secrets = compilePathGlobs(['$secret_files'])
const isSeen = (text: string): boolean =>
  ['true', 'error'].includes((secrets && judgePathText(text, secrets)?.truth) ?? 'false')

const PATHS = ['/etc/shadow', '/home/me/.env', '/home/me/.ssh/id', '/srv/.aws/credentials', '/x/my dir/.env']
const STARTS = ['file://', 'file:', 'FILE://localhost', 'notes://h', 'repo://a/b', 'x-y+z.1://h', 'db:']

describe('a URL of any scheme is also read as `new URL` reads it', () => {
  test.each(STARTS)('with a tab or a line end at any place of it, %s', (start) => {
    for (const path of PATHS)
      for (const gap of ['\t', '\n', '\r', '\r\n', '\t\n\t'])
        for (let at = 0; at <= start.length + path.length; at += 1) {
          const plain = start + path
          const text = plain.slice(0, at) + gap + plain.slice(at)
          expect(new URL(text).href, text).toBe(new URL(plain).href)
          expect(isSeen(text), JSON.stringify(text)).toBe(true)
        }
  })

  test('with any controls and blanks at its ends', () => {
    for (const start of STARTS)
      for (const path of PATHS)
        for (const end of ['\0', '\x01', ' \x1f', '\x0b\x07 ', '\n\x08']) {
          const plain = `${start}${path.replace('.', '.\t')}`
          const text = `${end}${plain.slice(0, 1)}\n${plain.slice(1)}${end}`
          expect(new URL(text).href, text).toBe(new URL(start + path).href)
          expect(isSeen(text), JSON.stringify(text)).toBe(true)
        }
  })

  test('and with `..` behind an empty segment, a percent sign or a gap', () => {
    for (const start of STARTS)
      for (const way of ['/home/me/.ssh//../id', '/a/.ssh/x//..//../k', '/a//../.e\tnv', '/a/.\n./.env']) {
        const text = start + way
        if (/\.ssh|\.env/.test(new URL(text).pathname)) expect(isSeen(text), text).toBe(true)
      }
    for (const text of ['notes://h/%2\teenv', 'notes:.e\tnv', 'no\ttes:x/.env', 'file:///etc/sh%6\n1dow'])
      expect(isSeen(text), text).toBe(true)
  })

  test('wherever gaps stand', () => {
    const gapped = fc
      .tuple(
        fc.constantFrom(...STARTS),
        fc.constantFrom(...PATHS),
        fc.infiniteStream(fc.constantFrom('', '', '', '\t', '\n')),
      )
      .map(([start, path, gaps]) =>
        Array.from(start + path, (char) => char + (gaps.next().value ?? '')).join(''),
      )
    fc.assert(
      fc.property(gapped, (text) => isSeen(text)),
      { numRuns: 1000 },
    )
  })

  test('and no document of lines behind a word and a colon, and nothing on the web', () => {
    for (const text of [
      'fix: read it\n\nRemove config/.env from the index, please.\nBob',
      'name: build\non: push\nfiles:\n  - config/.env\n  - x\n',
      'https://example.com/.e\tnv',
      'see file:\n\nconfig/.env and more',
      'memo://insights\n',
      'file:///srv/a\tb.txt',
    ])
      expect(isSeen(text), text).toBe(false)
  })
})
