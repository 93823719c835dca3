import { LineSplitter, WIRE_LIMITS, type SplitLine } from '@kvlar/proxy'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const BYTES_MAX = WIRE_LIMITS.lineBytesMinimum

const shown = (line: SplitLine): string =>
  line.kind === 'line' ? Buffer.from(line.bytes).toString('latin1') : line.refusal.code

function split(chunks: readonly Uint8Array[], bytesMax = BYTES_MAX): string[] {
  const splitter = new LineSplitter(bytesMax)
  return chunks.flatMap((chunk) => splitter.push(chunk).map(shown))
}

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1')

describe('the line splitter', () => {
  it('ends lines at LF and CRLF, skips empty ones and leaves a CR elsewhere to the reader', () => {
    expect(split([bytes('a\nb\r\n\n\r\nc\rd\n\re\r\r\nrest')])).toEqual(['a', 'b', 'c\rd', '\re\r'])
  })

  it('cuts the same lines out of the same bytes however they arrive', () => {
    const stream = fc.array(fc.constantFrom('a', 'bb', '\n', '\r', '\r\n', '{"x":1}', '\u00e9'), {
      maxLength: 40,
    })
    fc.assert(
      fc.property(stream, fc.infiniteStream(fc.integer({ min: 1, max: 7 })), (parts, sizes) => {
        const all = bytes(parts.join(''))
        const chunks: Uint8Array[] = []
        for (let at = 0; at < all.length;) {
          const size = Number(sizes.next().value)
          chunks.push(all.subarray(at, at + size))
          at += size
        }
        expect(split(chunks)).toEqual(split([all]))
      }),
      { numRuns: 2000 },
    )
  })

  it('refuses a line over the bound once, before its end has come, and reads on after it', () => {
    const splitter = new LineSplitter(BYTES_MAX)
    const chunk = new Uint8Array(1024 * 1024).fill(0x61)
    const seen: string[] = []
    for (let index = 0; index < 30; index++) {
      seen.push(...splitter.push(chunk).map(shown))
      // Nothing of the rest is kept.
      if (seen.length > 0) expect(splitter.pendingBytes).toBe(0)
    }
    expect(seen).toEqual(['LINE_TOO_LONG'])
    expect(splitter.push(bytes('tail\nnext\n')).map(shown)).toEqual(['next'])
  })

  it('takes a line of exactly the bound, in one chunk or many', () => {
    const line = new Uint8Array(BYTES_MAX + 1).fill(0x61)
    line[BYTES_MAX] = 0x0a
    expect(split([line]).map(({ length }) => length)).toEqual([BYTES_MAX])
    expect(split([line.subarray(0, 5), line.subarray(5, 7_000_000), line.subarray(7_000_000)]).length).toBe(1)
    const longer = new Uint8Array(BYTES_MAX + 2).fill(0x61)
    longer[BYTES_MAX + 1] = 0x0a
    expect(split([longer])).toEqual(['LINE_TOO_LONG'])
    expect(split([longer.subarray(0, 5), longer.subarray(5)])).toEqual(['LINE_TOO_LONG'])
  })

  it('copies a line that arrives byte by byte a bounded number of times', () => {
    const splitter = new LineSplitter(BYTES_MAX)
    const byte = bytes('x')
    for (let index = 0; index < 2_000_000; index++) splitter.push(byte)
    expect(splitter.pendingBytes).toBe(2_000_000)
    expect(splitter.push(bytes('\n')).map(shown)).toEqual(['x'.repeat(2_000_000)])
  })

  it('does not change a line that it has handed out', () => {
    const splitter = new LineSplitter(BYTES_MAX)
    splitter.push(bytes('fir'))
    const [first] = splitter.push(bytes('st\n'))
    splitter.push(bytes('xxxxxxx'))
    splitter.push(bytes('xx\n'))
    expect(first && shown(first)).toBe('first')
  })

  it('does not start with a bound under the official SDK’s own', () => {
    for (const bad of [BYTES_MAX - 1, 0, Number.NaN, -1])
      expect(() => new LineSplitter(bad)).toThrow(RangeError)
    expect(WIRE_LIMITS.lineBytesMax).toBe(16 * 1024 * 1024)
  })
})
