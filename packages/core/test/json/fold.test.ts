import { foldKey } from '@kvlar/core/json'
import { describe, expect, it } from 'vitest'

const POINTS = Array.from({ length: 0x110000 }, (_, point) => point).filter(
  (point) => point < 0xd800 || point > 0xdfff,
)

describe('the fold of keys', () => {
  it.each([
    ['Name', 'name'],
    ['argumentſ', 'arguments'],
    ['\u212aey', 'key'],
    ['ｎａｍｅ', 'name'],
    ['ＮＡＭＥ', 'name'],
    ['İd', 'id'],
    ['ıd', 'id'],
    ['i\u0307d', 'id'],
    ['STRASSE', 'straße'],
    ['STRAẞE', 'strasse'],
    ['ΟΔΟΣ', 'οδος'],
    ['na\u00adme', 'name'],
    ['na\u200bme', 'name'],
    ['ﬁle', 'file'],
    ['e\u0301', 'É'],
    ['ⅷ', 'viii'],
  ])('takes %j and %j for the same', (one, other) => {
    expect(foldKey(one)).toBe(foldKey(other))
  })

  it.each([
    ['name', 'names'],
    ['a', 'а'],
    ['e', 'é'],
    ['_kvlar', 'kvlar'],
  ])('keeps %j and %j apart', (one, other) => {
    expect(foldKey(one)).not.toBe(foldKey(other))
  })

  it('is stable on every code point', () => {
    for (const point of POINTS) {
      const character = String.fromCodePoint(point)
      const folded = foldKey(character)
      if (foldKey(folded) !== folded) expect.fail(`U+${point.toString(16)} folds on after one fold`)
    }
  })

  it('joins everything that a regular expression without regard to case joins', () => {
    for (const point of POINTS) {
      const character = String.fromCodePoint(point)
      for (const other of [character.toLowerCase(), character.toUpperCase()]) {
        if (other === character || Array.from(other).length > 1) continue
        // ECMA-262 22.2.2.7.3: with `iu`, characters are equal when Unicode's simple case folding makes them so.
        const joined = new RegExp(`^\\u{${point.toString(16)}}$`, 'iu').test(other)
        if (joined && foldKey(character) !== foldKey(other))
          expect.fail(`U+${point.toString(16)} is not joined`)
      }
      if (foldKey(character) !== foldKey(character.normalize('NFKC')))
        expect.fail(`NFKC of U+${point.toString(16)}`)
    }
  })
})
