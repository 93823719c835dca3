import { invariantsSchema, readInvariants } from '@kvlar/gate'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

const ajv = new Ajv({ strict: true, strictRequired: false, strictTypes: false, allErrors: true })

const GOOD: readonly string[] = [
  'invariants: []',
  'invariants: [{ name: a, param_max: { field: amount, max: 5 } }]',
  'x-note: b\ninvariants: [{ name: a, description: why, actions: [pay, "refund_*"], param_min: { field: a.b, min: -1.5 } }]',
  'invariants: [{ name: a, max_actions_per_session: 0 }, { name: b, max_session_age: 4h }, { name: c, max_session_age: 60 }]',
  'invariants: [{ name: a, allowed_actions: [x] }, { name: b, blocked_actions: ["delete_*"] }]',
]

const BAD: readonly string[] = [
  '{}',
  'invariants: {}',
  'invariant: []',
  'invariants: [{ param_max: { field: amount, max: 5 } }]',
  'invariants: [{ name: a }]',
  'invariants: [{ name: a, max_session_age: 4h, blocked_actions: [x] }]',
  'invariants: [{ name: a, parm_max: { field: x, max: 1 } }]',
  'invariants: [{ name: a, param_max: { field: x, max: "1" } }]',
  'invariants: [{ name: a, param_max: { field: x, min: 1 } }]',
  'invariants: [{ name: a, max_session_age: soon }]',
  'invariants: [{ name: a, max_actions_per_session: 1.5 }]',
  'invariants: [{ name: a, actions: [], blocked_actions: [x] }]',
  'invariants: [{ name: a, blocked_actions: x }]',
  'invariants: [a]',
]

describe('the schema of files of invariants', () => {
  const schema = invariantsSchema()
  const validate = ajv.compile(schema)

  test('is a valid draft-07 schema', () => {
    expect(ajv.validateSchema(schema)).toBe(true)
  })

  test.each(GOOD)('does not underline what loads: %j', (text) => {
    expect(readInvariants({ file: 'f.yaml', text })).toMatchObject({ ok: true })
    expect([validate(parse(text)), validate.errors]).toEqual([true, null])
  })

  test.each(BAD)('refuses what the reader refuses: %j', (text) => {
    expect(readInvariants({ file: 'f.yaml', text })).toMatchObject({ ok: false })
    expect(validate(parse(text))).toBe(false)
  })
})
