import { approversSchema, readApprovers } from '@kvlar/approvals/approvers'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

const ajv = new Ajv({ strict: true, strictRequired: false, strictTypes: false, allErrors: true })
const DIGEST = 'a'.repeat(64)

const GOOD: readonly string[] = [
  `approvers: [{ id: ana, token_sha256: ${DIGEST} }]`,
  `x-note: b\napprovers: [{ id: ana, token_sha256: ${DIGEST.toUpperCase()}, groups: [g], roles: [], rights: [reveal, break_glass] }]`,
]

const BAD: readonly string[] = [
  '{}',
  'approvers: []',
  'approvers: {}',
  'approver: []',
  'approvers: [ana]',
  'approvers: [{ id: ana }]',
  `approvers: [{ token_sha256: ${DIGEST} }]`,
  `approvers: [{ id: "", token_sha256: ${DIGEST} }]`,
  `approvers: [{ id: ana, token_sha256: ${DIGEST}0 }]`,
  `approvers: [{ id: ana, token_sha256: ${DIGEST}, right: [reveal] }]`,
  `approvers: [{ id: ana, token_sha256: ${DIGEST}, rights: [all] }]`,
  `approvers: [{ id: ana, token_sha256: ${DIGEST}, groups: g }]`,
]

describe('the schema of files of approvers', () => {
  const schema = approversSchema()
  const validate = ajv.compile(schema)

  test('is a valid draft-07 schema', () => {
    expect(ajv.validateSchema(schema)).toBe(true)
  })

  test.each(GOOD)('does not underline what loads: %j', (text) => {
    expect(readApprovers({ file: 'f.yaml', text })).toMatchObject({ ok: true })
    expect([validate(parse(text)), validate.errors]).toEqual([true, null])
  })

  test.each(BAD)('refuses what the reader refuses: %j', (text) => {
    expect(readApprovers({ file: 'f.yaml', text })).toMatchObject({ ok: false })
    expect(validate(parse(text))).toBe(false)
  })
})
