import { INVISIBLE } from '@kvlar/core/text'
import { absolutePathProblem, hostPatternProblem } from '@kvlar/core/readings'
import type { ItemType } from './setting.ts'

/** What an item of one type must be. */
export interface ItemRule {
  /** For people, after "it must be". */
  readonly rule: string
  /** A value to show. */
  readonly example: string
  /** Why a text is none, where the rule alone does not say it; empty when the rule does; undefined when it is one. */
  readonly problemOf: (text: string) => string | undefined
}

const NAME = /^[A-Za-z0-9_./:-]{1,128}$/
const SCHEMA = /^(?:\*|[a-z_][a-z0-9_]{0,62})$/
const TABLE = /^(?:[A-Za-z0-9_*]{1,64}\.)?[A-Za-z0-9_*]{1,64}$/
const NUMBER = /^-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?$/

/** Every type of item with its rule. */
export const ITEM_RULES: Readonly<Record<ItemType, ItemRule>> = {
  text: {
    rule: 'text of one line without invisible characters',
    example: 'any text',
    problemOf: (text) => (INVISIBLE.test(text) ? '' : undefined),
  },
  name: {
    rule: 'a name of letters, digits and `_ - . / :`, at most 128 of them',
    example: 'query',
    problemOf: (text) => (NAME.test(text) ? undefined : ''),
  },
  path: {
    rule: 'an absolute path; `~` and variables are not expanded',
    example: '/srv/app',
    problemOf: (text) => (INVISIBLE.test(text) ? '' : absolutePathProblem(text)),
  },
  host: {
    rule: 'a host such as docs.example.com, or *.example.com for every host below it',
    example: 'docs.example.com',
    // A list of hosts that is any host is no list.
    problemOf: (text) => (text === '*' ? '' : hostPatternProblem(text)),
  },
  domain: {
    rule: 'a mail domain such as corp.example, or *.corp.example for every domain below it',
    example: 'corp.example',
    problemOf: (text) => (text === '*' || /[[\]]/.test(text) ? '' : hostPatternProblem(text)),
  },
  schema: {
    rule: 'a schema in lower case such as app, or * for tables that are named without one',
    example: 'app',
    problemOf: (text) => (SCHEMA.test(text) ? undefined : ''),
  },
  table: {
    rule: 'a table or a pattern of tables, such as orders, app.* or *',
    example: 'orders',
    problemOf: (text) => (TABLE.test(text) ? undefined : ''),
  },
  number: {
    rule: 'a number such as 500 or 0.5',
    example: '500',
    problemOf: (text) => (NUMBER.test(text) ? undefined : ''),
  },
}
