import { expect, test } from 'vitest'
import { jsonLine } from '@kvlar/core/text'

test('JSON for scripts holds nothing that a terminal obeys, and means the same', () => {
  const value = { 'a\u202e': '\u001b[2J\u009b31m\u{e0041}\ud800\u2028' }
  const line = jsonLine(value)
  expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/u)
  expect(JSON.parse(line)).toEqual(value)
})
