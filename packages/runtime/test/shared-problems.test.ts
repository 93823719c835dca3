import { DIAGNOSTIC_CODES } from '@kvlar/core'
import { describe, expect, test } from 'vitest'
import { codesOfWays, KINDS, WAYS } from './support/shared-ways.ts'

const families = [...new Set(KINDS.map(({ family }) => family))]
/** What every kind of file can have. */
const shared = [...DIAGNOSTIC_CODES.keys()]
  .filter((code) => code.startsWith('TEST_'))
  .map((code) => code.slice('TEST_'.length))
  .filter((name) => [...DIAGNOSTIC_CODES.keys()].some((code) => code === `CONFIG_${name}`))

describe('a problem that files of any kind can have', () => {
  test('has a way to it here, in every kind whose codes have it', () => {
    const codes = [...DIAGNOSTIC_CODES.keys()].filter((code) =>
      families.some((family) => shared.some((name) => code === `${family}_${name}`)),
    )
    expect(codesOfWays().toSorted()).toEqual(codes.toSorted())
  })

  const cases = KINDS.flatMap((kind) =>
    Object.entries(WAYS).flatMap(([name, way]) => {
      const text = typeof way === 'string' ? way : way(kind)
      return text === undefined ? [] : [[`${kind.family}_${name}`, kind, text] as const]
    }),
  )
  test.each(cases)('%s is found, and refuses the file', (code, kind, text) => {
    const found = kind.read(text)
    if (found.ok) throw new Error('it loads')
    expect(found.diagnostics.map((one) => one.code)).toContain(code)
    expect(found.diagnostics.find((one) => one.code === code)).toMatchObject({
      severity: 'error',
      message: expect.stringMatching(/./),
      help: expect.stringMatching(/./),
    })
  })
})
