import { configSchema, readConfig } from '@kvlar/runtime/config'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { BAD_CONFIGS, GOOD_CONFIGS } from './corpus.ts'

const ajv = new Ajv({ strict: true, strictRequired: false, strictTypes: false, allErrors: true })

describe('the schema of a configuration', () => {
  const schema = configSchema()
  const validate = ajv.compile(schema)

  test('it is a valid draft-07 schema', () => {
    expect(schema['$schema']).toBe('http://json-schema.org/draft-07/schema#')
    expect(ajv.validateSchema(schema)).toBe(true)
  })

  test.each(GOOD_CONFIGS)('what loads is not underlined: %j', (text) => {
    expect(readConfig({ file: 'f.yaml', text })).toMatchObject({ ok: true })
    expect([validate(parse(text)), validate.errors]).toEqual([true, null])
  })

  test.each(BAD_CONFIGS)('a mistake of shape is refused by both: %j', (text) => {
    expect(readConfig({ file: 'f.yaml', text })).toMatchObject({ ok: false })
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
