import { createHash } from 'node:crypto'
import { decodeUtf8, encodeUtf8, sha256Hex } from '@kvlar/core/json'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function platform(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes)
  } catch {
    return undefined
  }
}

describe('UTF-8', () => {
  it.each([
    ['a stray continuation byte', [0x80]],
    ['an overlong slash in two bytes', [0xc0, 0xaf]],
    ['an overlong slash in three bytes', [0xe0, 0x80, 0xaf]],
    ['an overlong slash in four bytes', [0xf0, 0x80, 0x80, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['a code point above U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['a byte that never occurs', [0xff]],
    ['a sequence cut short at the end', [0x61, 0xe2, 0x82]],
    ['a sequence cut short by another character', [0xe2, 0x82, 0x61]],
    ['a lead byte of five', [0xf8, 0x88, 0x80, 0x80, 0x80]],
  ])('does not decode %s', (_, bytes) => {
    expect(decodeUtf8(Uint8Array.from(bytes))).toBe(undefined)
  })

  it('keeps a byte order mark for the reader to refuse', () => {
    expect(decodeUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b))).toBe('\ufeff{')
  })

  it('decodes exactly what the platform decodes, and the same', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 12 }),
      fc
        .array(
          fc.constantFrom(0x61, 0x80, 0xbf, 0xc2, 0xe0, 0xa0, 0xed, 0x9f, 0xef, 0xf0, 0x90, 0xf4, 0x8f),
          { maxLength: 8 },
        )
        .map((list) => Uint8Array.from(list)),
      fc.string({ unit: 'grapheme' }).map((text) => new TextEncoder().encode(text)),
    )
    fc.assert(
      fc.property(bytes, (data) => {
        expect(decodeUtf8(data)).toBe(platform(data))
      }),
      { numRuns: 20_000 },
    )
  })

  it('decodes long texts whose characters fall on every boundary', () => {
    for (const unit of ['a', 'é', '€', '😀', 'a😀€é']) {
      const text = `x${unit.repeat(5000)}`
      expect(decodeUtf8(encodeUtf8(text))).toBe(text)
      expect(encodeUtf8(text)).toEqual(new TextEncoder().encode(text))
    }
  })

  it('does not encode a lone surrogate, which would make two texts one', () => {
    for (const text of ['\ud800', 'a\udc00b', '\ud800\ud800', '\udc00\ud800']) {
      expect(() => encodeUtf8(text)).toThrow(expect.objectContaining({ code: 'EVALUATION_INVALID_JSON' }))
      expect(() => sha256Hex(text)).toThrow('lone surrogate')
    }
  })
})

describe('SHA-256', () => {
  it('is the platform’s, of texts and of bytes', () => {
    for (const text of ['', 'abc', 'é€😀', 'x'.repeat(10_000)]) {
      const expected = createHash('sha256').update(text).digest('hex')
      expect(sha256Hex(text)).toBe(expected)
      expect(sha256Hex(new TextEncoder().encode(text))).toBe(expected)
    }
  })
})
