import { domainToASCII, domainToUnicode } from 'node:url'
import { expandHosts, hostPattern, judgeUrl } from '@kvlar/core/readings'
import { describe, expect, test } from 'vitest'

const parseUrl = (text: string) => URL.parse(text) ?? undefined
const patterns = (...hosts: readonly string[]) =>
  expandHosts(hosts).flatMap((host) => hostPattern(host) ?? [])
const PRIVATE = patterns('$private_addresses')
const ANY = patterns('*')
const host = (name: string) => judgeUrl(`https://${name}/`, ANY, parseUrl)

/** Every letter, mark and digit of the scripts in which names are registered. */
const LETTERS = Array.from({ length: 0x1_0000 }, (_, code) => code)
  .filter((code) => code > 0x7f && (code < 0xd800 || code > 0xdfff))
  .map((code) => String.fromCharCode(code))

describe('a host in letters outside ASCII', () => {
  test('is the name that IDNA makes of it, for every letter that is taken, and turns back into itself', () => {
    const alone = LETTERS.filter((letter) => host(`${letter}${letter}.example`).truth === 'true')
    expect(alone.length).toBeGreaterThan(30_000)
    for (const letter of alone) {
      const name = `${letter}${letter}.example`
      const { part = '' } = host(name)
      expect(part).toBe(domainToASCII(name))
      expect(domainToUnicode(part)).toBe(name)
    }
  })

  test('is public where its name is, and never one of a private network', () => {
    for (const letter of LETTERS) {
      for (const dress of ['127.0.0.1', 'localhost', '169.254.169.254', 'metadata.google.internal'])
        for (const name of [dress.replace(/.$/, letter), `${letter}${dress}`, dress.replace('.', letter)]) {
          const { truth, part = '' } = judgeUrl(`http://${name}/`, PRIVATE, parseUrl)
          // False only where a resolver asks for another name than the private one.
          if (truth === 'false') expect(part).toMatch(/xn--/)
        }
    }
  })

  test.each([
    ['m\u00fcller.de', 'xn--mller-kva.de'],
    ['\u65e5\u672c\u8a9e.jp', 'xn--wgv71a119e.jp'],
    ['\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444', 'xn--e1afmkfd.xn--p1ai'],
    ['www.\u03b5\u03bb\u03bb\u03b7\u03bd\u03b9\u03ba\u03b1.gr', undefined],
    ['\ud55c\uad6d.kr', 'xn--3e0b707e.kr'],
  ])('%s is certain', (name, ascii) => {
    expect(host(name)).toMatchObject({ truth: 'true', part: ascii ?? domainToASCII(name) })
  })

  test.each([
    'stra\u00dfe.de',
    '\u03c3\u03bf\u03c6\u03cc\u03c2.gr',
    'a\u200db.example',
    'a\u00adb.example',
    'M\u00fcller.de',
    'mu\u0308ller.de',
    'n\u043edejs.org',
    '\uff4eodejs.org',
    'nodejs\u3002org',
    '\u2460\u2461.example',
    '-\u00fc.de',
    'xn--\u00fc.de',
    'A.m\u00fcller.de',
    'm\u00fcller.de.',
    'm\u00fcller@evil.example',
  ])('%s is read in two ways', (name) => {
    expect(host(name).truth).toBe('error')
  })
})
