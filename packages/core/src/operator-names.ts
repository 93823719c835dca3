/**
 * The operators after aliases are resolved (`eq` is `equals`, `neq` is `not_equals`, `in` is `one_of`).
 * Which operand each takes and what absence means stands in the operator table.
 */
export type Operator =
  | 'equals'
  | 'not_equals'
  | 'one_of'
  | 'not_in'
  | 'contains'
  | 'starts_with'
  | 'ends_with'
  | 'matches'
  | 'greater_than'
  | 'less_than'
  | 'at_least'
  | 'at_most'
  | 'exists'
  | 'not_exists'
  | 'in_domain'
  | 'not_in_domain'
  | 'path_within'
  | 'path_matches'
  | 'contains_secret'
  | 'shell'
  | 'sql'
  | 'url_host_in'
  | 'email_in'
  | 'money'

/** The operators that judge several arguments as one. */
export const FIELDS_OPERATORS = ['email_in', 'money'] as const satisfies readonly Operator[]

export type FieldsOperator = (typeof FIELDS_OPERATORS)[number]

/** The operators that are asked of one value. */
export type FieldOperator = Exclude<Operator, FieldsOperator>

export function isFieldsOperator(operator: Operator): operator is FieldsOperator {
  return FIELDS_OPERATORS.some((each) => each === operator)
}

/** The operators that can be asked of every text of a call. */
export const ANYWHERE_OPERATORS = [
  'contains',
  'matches',
  'path_matches',
  'url_host_in',
  'contains_secret',
  'sql',
] as const satisfies readonly Operator[]

export type AnywhereOperator = (typeof ANYWHERE_OPERATORS)[number]
