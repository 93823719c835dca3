import { readPolicy } from '@kvlar/core'
import { readTestFile } from '@kvlar/core/policy-test'
import { policySchema, testSchema } from '@kvlar/core/schema'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { BAD_POLICIES, BAD_TESTS, GOOD_POLICIES, GOOD_TESTS } from '../schema-corpus.ts'

const ajv = new Ajv({ strict: true, strictRequired: false, strictTypes: false, allErrors: true })

const KINDS = [
  { kind: 'policy', schema: policySchema(), read: readPolicy, good: GOOD_POLICIES, bad: BAD_POLICIES },
  { kind: 'test file', schema: testSchema(), read: readTestFile, good: GOOD_TESTS, bad: BAD_TESTS },
]

describe.each(KINDS)('the schema of a $kind', ({ schema, read, good, bad }) => {
  const validate = ajv.compile(schema)

  test('it is a valid draft-07 schema', () => {
    expect(schema['$schema']).toBe('http://json-schema.org/draft-07/schema#')
    expect(ajv.validateSchema(schema)).toBe(true)
  })

  test.each(good)('what loads is not underlined: %j', (text) => {
    expect(read({ file: 'f.yaml', text })).toMatchObject({ ok: true })
    expect([validate(parse(text)), validate.errors]).toEqual([true, null])
  })

  test.each(bad)('a mistake of shape is refused by both: %j', (text) => {
    expect(read({ file: 'f.yaml', text })).toMatchObject({ ok: false })
    expect(validate(parse(text))).toBe(false)
  })

  test('every key has a line that editors show', () => {
    const without: string[] = []
    const visit = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return
      const isMap = 'additionalProperties' in node && node.additionalProperties === false
      if (isMap && 'properties' in node && typeof node.properties === 'object' && node.properties !== null)
        for (const [key, value] of Object.entries(node.properties))
          if (typeof value !== 'object' || value === null || !('description' in value))
            without.push(`${path}/${key}`)
      for (const [key, value] of Object.entries(node)) visit(value, `${path}/${key}`)
    }
    visit(schema, '')
    expect(without).toEqual([])
  })
})
