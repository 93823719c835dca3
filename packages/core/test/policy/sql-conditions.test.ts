import { describe, expect, test } from 'vitest'
import { loadPolicy } from '@kvlar/core'
import { sqlFunctions } from '@kvlar/core/readings'
import { conditionOf, problemOf, ruleWith } from '../policy-problems.ts'

const digestOf = (value: string) =>
  loadPolicy({
    file: 'policy.yaml',
    text: ruleWith(
      `match_on: {conditions: [{field: sql, operator: sql, value: ${value}}]}\neffect: {type: allow}`,
    ),
  }).digest

describe('the operand of sql', () => {
  test('carries the safe functions that hold where none are named', () => {
    expect(
      conditionOf('{field: q, operator: sql, value: {dialect: sqlite, statements: [select], tables: [a]}}'),
    ).toMatchObject({
      operator: 'sql',
      value: {
        dialect: 'sqlite',
        statements: ['select'],
        tables: ['a'],
        safe_functions: sqlFunctions('sqlite'),
        permit: [],
      },
    })
  })

  test('writes named lists of functions out, so that the digest covers what they hold', () => {
    const listed = JSON.stringify(sqlFunctions('postgres'))
    const written = digestOf(`{dialect: postgres, statements: [select], functions: ${listed}}`)
    expect(digestOf('{dialect: postgres, statements: [select], functions: [$safe_functions]}')).toBe(written)
    expect(digestOf('{dialect: postgres, statements: [select], functions: [count]}')).not.toBe(written)
  })

  test.each([
    ['{dialect: oracle, statements: [select]}', 'POLICY_BAD_GRANT', '`oracle` is not a dialect'],
    ['{dialect: any, statements: [selct]}', 'POLICY_BAD_GRANT', 'did you mean `select`?'],
    ['{dialect: any, statements: []}', 'POLICY_BAD_VALUE', 'empty'],
    ['{dialect: any, statements: [select], tables: ["a.b.c"]}', 'POLICY_BAD_GRANT', 'pattern of tables'],
    ['{dialect: any, statements: [select], functions: ["count()"]}', 'POLICY_BAD_GRANT', 'count()'],
    ['{dialect: any, statements: [select], permit: [lock]}', 'POLICY_BAD_GRANT', '`lock`'],
    ['{dialect: any, statement: [select]}', 'POLICY_UNKNOWN_KEY', 'did you mean `statements`?'],
    ['select', 'POLICY_WRONG_TYPE', 'a map'],
  ])('%s is refused with what to write', (value, code, words) => {
    const problem = problemOf(
      `match_on: {conditions: [{field: sql, operator: sql, value: ${value}}]}\neffect: {type: allow}`,
    )
    expect(problem).toContain(code)
    expect(problem).toContain(words)
  })
})
