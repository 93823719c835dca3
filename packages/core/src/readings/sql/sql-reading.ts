import type { SqlDialect } from './dialects.ts'
import type { SqlPermit } from './permits.ts'
import type { SqlKind } from './statement-kinds.ts'

/** What one text of SQL says, as far as it can be known from the text alone. */
export interface SqlReading {
  readonly dialect: SqlDialect
  /** Empty statements are left out. */
  readonly statements: readonly SqlStatement[]
  /** Doubt about where words, texts and statements begin and end; with one, nothing else here is certain. */
  readonly doubts: readonly SqlDoubt[]
  readonly comments: 'none' | 'plain' | 'live'
}

export interface SqlStatement {
  /** What the statement is; undefined when its first word is not known. */
  readonly kind?: SqlKind
  /** That and every statement inside: subqueries, what EXPLAIN explains, CTEs that write. */
  readonly kinds: readonly SqlKind[]
  /** Every table that is named, and no CTE. */
  readonly tables: readonly SqlName[]
  readonly functions: readonly SqlName[]
  readonly constructs: readonly SqlConstruct[]
  /** Every UPDATE and DELETE in it, in no order that counts. */
  readonly changes: readonly SqlChange[]
  /** Doubt about this statement alone; what was read before it still stands. */
  readonly doubts: readonly SqlDoubt[]
}

/** A place at which readers could disagree, or that this reader does not know. Its words are ours. */
export interface SqlDoubt extends SqlSpan {
  readonly problem: string
}

/** Something that a grant must permit by name. */
export interface SqlConstruct extends SqlSpan {
  readonly permit: SqlPermit
}

/** An UPDATE or DELETE, and whether its WHERE leaves out any row. */
export interface SqlChange extends SqlSpan {
  readonly where: 'none' | 'always true' | 'present'
}

/** Characters of the text, the end not included. */
export interface SqlSpan {
  readonly start: number
  readonly end: number
}

/** The name of a table or function as it is written, without quotes; the last part is its own name. */
export interface SqlName extends SqlSpan {
  readonly parts: readonly SqlNamePart[]
}

export interface SqlNamePart {
  readonly text: string
  readonly quoted: boolean
}

/** The name for people; dots inside a quoted part are not told apart. */
export function sqlNameText({ parts }: SqlName): string {
  return parts.map(({ text }) => text).join('.')
}
