import type { Operator } from '@kvlar/core'
import type { JsonValue } from '@kvlar/core/json'

/** An operator with an operand, and values that show how it takes what it finds. */
export interface OperatorSample {
  readonly operand: JsonValue
  /** For which it is true, or would be if it ever were. */
  readonly fitting: JsonValue
  /** Another value of the same type, which is not. */
  readonly unfitting: JsonValue
  /** A value of another type that nobody takes for the operand. */
  readonly other: JsonValue
  /** A value of another type that reads the same as text; undefined where no other type can. */
  readonly sameText?: JsonValue
}

const NUMBER = { operand: 5, other: 'five' } as const

export const OPERATOR_SAMPLES: Readonly<Record<Operator, OperatorSample>> = {
  equals: { ...NUMBER, fitting: 5, unfitting: 6, sameText: '5' },
  not_equals: { ...NUMBER, fitting: 5, unfitting: 6, sameText: '5' },
  one_of: { operand: [5, 6], fitting: 5, unfitting: 7, other: 'five', sameText: '5' },
  not_in: { operand: [5, 6], fitting: 5, unfitting: 7, other: 'five', sameText: '5' },
  contains: { operand: '5', fitting: '5', unfitting: '6', other: true, sameText: 5 },
  starts_with: { operand: '5', fitting: '5', unfitting: '6', other: true, sameText: 5 },
  ends_with: { operand: '5', fitting: '5', unfitting: '6', other: true, sameText: 5 },
  matches: { operand: '^5$', fitting: '5', unfitting: '6', other: true, sameText: 5 },
  greater_than: { ...NUMBER, fitting: 6, unfitting: 5, sameText: '6' },
  less_than: { ...NUMBER, fitting: 4, unfitting: 5, sameText: '4' },
  at_least: { ...NUMBER, fitting: 5, unfitting: 4, sameText: '5' },
  at_most: { ...NUMBER, fitting: 5, unfitting: 6, sameText: '5' },
  exists: { operand: null, fitting: 5, unfitting: 6, other: 'five', sameText: '5' },
  not_exists: { operand: null, fitting: 5, unfitting: 6, other: 'five', sameText: '5' },
  in_domain: {
    operand: ['a.example'],
    fitting: 'https://a.example/',
    unfitting: 'https://b.example/',
    other: 5,
  },
  not_in_domain: {
    operand: ['a.example'],
    fitting: 'https://a.example/',
    unfitting: 'https://b.example/',
    other: 5,
  },
  path_within: { operand: ['/srv'], fitting: '/srv/x', unfitting: '/etc/x', other: 5 },
  path_matches: { operand: ['**/.env'], fitting: '/srv/.env', unfitting: '/srv/x', other: 5 },
  contains_secret: {
    operand: null,
    fitting: 'postgres://app:tr0ub4dor-and-3@db.example/app',
    unfitting: 'postgres://db.example/app',
    other: 5,
  },
  shell: {
    operand: { syntax: 'posix', programs: { ls: null } },
    fitting: 'ls',
    unfitting: 'rm x',
    other: 5,
  },
  sql: {
    operand: { dialect: 'postgres', statements: ['select'] },
    fitting: 'select 1',
    unfitting: 'drop table t',
    other: 5,
  },
  url_host_in: {
    operand: ['a.example'],
    fitting: 'https://a.example/',
    unfitting: 'https://b.example/',
    other: 5,
  },
  email_in: {
    operand: ['a.example'],
    fitting: 'ana@a.example',
    unfitting: 'ana@b.example',
    other: 5,
  },
  money: {
    operand: { at_most: 5, currency: 'EUR', unit: 'major' },
    fitting: 5,
    unfitting: 6,
    other: 'five',
  },
}

/** Operands that comparisons take in a way of their own: null stands for "null or absent", and truth is spelled in any type. */
export const SPECIAL_SAMPLES: readonly (readonly [Operator, OperatorSample])[] = [
  ['equals', { operand: null, fitting: null, unfitting: 5, other: 'five', sameText: 'null' }],
  ['not_equals', { operand: null, fitting: null, unfitting: 5, other: 'five', sameText: 'null' }],
  ['equals', { operand: true, fitting: true, unfitting: false, other: 'dev', sameText: 'true' }],
  ['not_equals', { operand: true, fitting: true, unfitting: false, other: 'dev', sameText: 'true' }],
]
