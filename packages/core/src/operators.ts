import type { Truth } from './rule.ts'
import type { Operator } from './operator-names.ts'

/** What an operator's `value` must be. */
export type OperandKind =
  | 'json'
  | 'json_list'
  | 'string'
  | 'string_or_list'
  | 'number'
  | 'regex'
  | 'ignored'
  | 'absolute_paths'
  | 'path_globs'
  | 'hosts'
  | 'sql_grant'
  | 'shell_grant'
  | 'secret_kinds'
  | 'addresses'
  | 'money_bounds'

/** One operator of the policy language. */
export interface OperatorRow {
  readonly operator: Operator
  /** Every name a policy may write for it. */
  readonly names: readonly string[]
  readonly operand: OperandKind
  /** What the condition is when the field is absent; under an odd number of `not`, false becomes an error as well. */
  readonly absent: Truth
  /**
   * `plain` operators are false for a value of another type, and an error where a reader could take it for the operand;
   * `typed` ones make every value of another type an error.
   */
  readonly typing: 'plain' | 'typed'
}

/** The operators of both Kvlar vocabularies (v0.3 and v0.4) and ours, one row each. */
export const OPERATORS: readonly OperatorRow[] = [
  { operator: 'equals', names: ['equals', 'eq'], operand: 'json', absent: 'false', typing: 'plain' },
  { operator: 'not_equals', names: ['not_equals', 'neq'], operand: 'json', absent: 'error', typing: 'plain' },
  { operator: 'one_of', names: ['one_of', 'in'], operand: 'json_list', absent: 'false', typing: 'plain' },
  { operator: 'not_in', names: ['not_in'], operand: 'json_list', absent: 'error', typing: 'typed' },
  { operator: 'contains', names: ['contains'], operand: 'string', absent: 'false', typing: 'typed' },
  { operator: 'starts_with', names: ['starts_with'], operand: 'string', absent: 'false', typing: 'typed' },
  { operator: 'ends_with', names: ['ends_with'], operand: 'string', absent: 'false', typing: 'typed' },
  { operator: 'matches', names: ['matches'], operand: 'regex', absent: 'false', typing: 'typed' },
  { operator: 'greater_than', names: ['greater_than'], operand: 'number', absent: 'false', typing: 'typed' },
  { operator: 'less_than', names: ['less_than'], operand: 'number', absent: 'false', typing: 'typed' },
  { operator: 'at_least', names: ['at_least'], operand: 'number', absent: 'error', typing: 'typed' },
  { operator: 'at_most', names: ['at_most'], operand: 'number', absent: 'error', typing: 'typed' },
  { operator: 'exists', names: ['exists'], operand: 'ignored', absent: 'false', typing: 'plain' },
  { operator: 'not_exists', names: ['not_exists'], operand: 'ignored', absent: 'true', typing: 'plain' },
  { operator: 'in_domain', names: ['in_domain'], operand: 'hosts', absent: 'false', typing: 'typed' },
  { operator: 'not_in_domain', names: ['not_in_domain'], operand: 'hosts', absent: 'error', typing: 'typed' },
  {
    operator: 'path_within',
    names: ['path_within'],
    operand: 'absolute_paths',
    absent: 'error',
    typing: 'typed',
  },
  {
    operator: 'path_matches',
    names: ['path_matches'],
    operand: 'path_globs',
    absent: 'error',
    typing: 'typed',
  },
  {
    operator: 'contains_secret',
    names: ['contains_secret'],
    operand: 'secret_kinds',
    absent: 'false',
    typing: 'typed',
  },
  { operator: 'shell', names: ['shell'], operand: 'shell_grant', absent: 'error', typing: 'typed' },
  { operator: 'sql', names: ['sql'], operand: 'sql_grant', absent: 'error', typing: 'typed' },
  { operator: 'url_host_in', names: ['url_host_in'], operand: 'hosts', absent: 'error', typing: 'typed' },
  { operator: 'email_in', names: ['email_in'], operand: 'addresses', absent: 'error', typing: 'typed' },
  { operator: 'money', names: ['money'], operand: 'money_bounds', absent: 'error', typing: 'typed' },
]
