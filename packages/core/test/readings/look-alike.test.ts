import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lookAlikes } from '@kvlar/core/readings'

const kinds = (text: string): readonly string[] =>
  lookAlikes(text).map(({ kind, reads }) => `${kind} ${reads}`)

describe('what looks like something else in a name, a path, a host or a command', () => {
  test.each([
    ['аррӏе', 'letters apple'],
    ['ɡit', 'letters git'],
    ['ｒｍ', 'letters rm'],
    ['𝐫𝐦', 'letters rm'],
    ['сор', 'letters cop'],
    ['ﬁle', 'letters file'],
    ['ΑΒΕ', 'letters ABE'],
    ['ᏟᎪᎢ', 'letters CAT'],
    ['gооgle.com', 'mixed google'],
    ['pаypal', 'mixed paypal'],
    ['Αpple', 'mixed Apple'],
    ['/etc⁄passwd', 'mark /'],
    ['evil․com', 'mark .'],
    ['evil。com', 'mark .'],
    ['a∕b', 'mark /'],
    ['ls ‑la', 'mark -'],
    ['—force', 'mark -'],
    ['a：b', 'mark :'],
    ['user＠host', 'mark @'],
    ['ls；rm', 'mark ;'],
  ])('%s is found', (text, found) => {
    expect(kinds(text)).toContain(found)
  })

  test.each([
    '',
    'git status',
    '/srv/work/a-b_c.ts',
    'résumé.txt',
    'Straße',
    'naïve',
    'Привет мир',
    'кошка',
    'документы/отчёт',
    '日本語',
    '你好。世界',
    '한국어',
    'मराठी',
    'a – b',
    '“ quoted ”',
    'żółw',
    'Đà Nẵng',
    'Ελλάδα',
    'שלום עולם',
    '10 µm',
    'x → y',
    '🎉',
  ])('%s is what it is', (text) => {
    expect(lookAlikes(text)).toEqual([])
  })

  test('what is found in ASCII is nothing', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary-ascii' }), (text) => lookAlikes(text).length === 0))
  })

  test('any one letter of a word of ASCII that is replaced by its like of another alphabet is found', () => {
    const twins: Readonly<Record<string, string>> = {
      a: 'аα',
      c: 'сϲ',
      e: 'е',
      i: 'іι',
      o: 'оοօ',
      p: 'рρ',
      s: 'ѕ',
      x: 'хχ',
      y: 'у',
      g: 'ɡց',
      h: 'һհ',
      j: 'ј',
    }
    for (const word of ['paypal', 'github', 'cargo', 'example', 'passwd', 'docker', 'china', 'javascript'])
      for (const [index, letter] of Array.from(word).entries())
        for (const twin of twins[letter] ?? '') {
          const text = word.slice(0, index) + twin + word.slice(index + 1)
          expect([text, lookAlikes(text).map(({ reads }) => reads)]).toEqual([text, [word]])
        }
  })

  test('no more are told apart than a person reads, and long ones are cut', () => {
    expect(lookAlikes('аррӏе '.repeat(1000))).toHaveLength(8)
    expect(lookAlikes('а'.repeat(1_000_000))[0]?.text).toHaveLength(40)
  })
})
