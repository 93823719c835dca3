import { LIMITS } from '../../../limits.ts'
import { SQL_LEXES, type SqlDialect, type SqlLexis } from '../dialects.ts'
import type { SqlPermit } from '../permits.ts'
import type { SqlChange, SqlConstruct, SqlDoubt, SqlNamePart, SqlSpan } from '../sql-reading.ts'
import { SqlScope } from './sql-scope.ts'
import type { SqlToken } from '../tokens/sql-token.ts'
import type { SqlKind } from '../statement-kinds.ts'

/** The parts of the grammar that hold each other. Each reads one whole thing or ends in doubt. */
export interface SqlGrammar {
  readonly expression: (cursor: SqlCursor) => void
  /** One value, with what belongs to it. */
  readonly value: (cursor: SqlCursor) => void
  /** What may follow the first value of an expression. */
  readonly expressionRest: (cursor: SqlCursor) => void
  /** A query, with its WITH and with what follows it. */
  readonly query: (cursor: SqlCursor) => void
  /** What may follow a query that stood in parentheses: another one joined to it, ORDER BY, LIMIT. */
  readonly queryRest: (cursor: SqlCursor) => void
  /** INSERT, REPLACE, UPDATE, DELETE or MERGE; that word stands next. */
  readonly write: (cursor: SqlCursor) => void
  readonly statement: (cursor: SqlCursor) => unknown
}

/** A text that is being read, the same for all of its statements. */
export interface SqlSource {
  readonly text: string
  readonly dialect: SqlDialect
  readonly tokens: readonly SqlToken[]
  readonly grammar: SqlGrammar
}

/** The tokens of one statement, and what has been found in them. After the first doubt no token is left. */
export class SqlCursor {
  readonly dialect: SqlDialect
  readonly lexis: SqlLexis
  readonly grammar: SqlGrammar
  readonly scope: SqlScope
  readonly kinds = new Set<SqlKind>()
  readonly constructs: SqlConstruct[] = []
  readonly changes: SqlChange[] = []
  /** The token that stands next. */
  token: SqlToken
  doubt: SqlDoubt | undefined
  readonly #source: SqlSource
  readonly #end: SqlToken
  #at: number
  #to: number
  #depth = 0

  constructor(source: SqlSource, from: number, to: number) {
    this.#source = source
    this.dialect = source.dialect
    this.lexis = SQL_LEXES[source.dialect]
    this.grammar = source.grammar
    this.scope = new SqlScope(this.lexis.runs)
    this.#at = from
    this.#to = to
    const last = source.tokens[to - 1]?.end ?? 0
    this.#end = { kind: 'end', text: '', start: last, end: last, doubtful: false }
    this.token = this.peek(0)
  }

  /** How many tokens have been read; a place to come back to with `between`. */
  get place(): number {
    return this.#at
  }

  /** Where the last token that was taken ends. */
  get readTo(): number {
    return this.#source.tokens[this.#at - 1]?.end ?? 0
  }

  between(from: number, to: number): readonly SqlToken[] {
    return this.#source.tokens.slice(from, to)
  }

  peek(ahead: number): SqlToken {
    const at = this.#at + ahead
    return at < this.#to ? (this.#source.tokens[at] ?? this.#end) : this.#end
  }

  take(): SqlToken {
    const { token } = this
    if (this.#at < this.#to) this.#at += 1
    this.token = this.#at < this.#to ? (this.#source.tokens[this.#at] ?? this.#end) : this.#end
    return token
  }

  isWord(word: string): boolean {
    return this.token.text === word && this.token.kind === 'word'
  }

  isSign(sign: string): boolean {
    return this.token.text === sign && this.token.kind === 'sign'
  }

  nextIsSign(sign: string, ahead = 1): boolean {
    const token = this.peek(ahead)
    return token.text === sign && token.kind === 'sign'
  }

  nextIsWord(word: string, ahead = 1): boolean {
    const token = this.peek(ahead)
    return token.text === word && token.kind === 'word'
  }

  takeWord(word: string): boolean {
    if (this.token.text !== word || this.token.kind !== 'word') return false
    this.take()
    return true
  }

  /** Takes the words when all of them stand next, in this order. */
  takeWords(...words: readonly string[]): boolean {
    for (let ahead = 0; ahead < words.length; ahead += 1)
      if (!this.nextIsWord(words[ahead] ?? '', ahead)) return false
    for (const _ of words) this.take()
    return true
  }

  takeSign(sign: string): boolean {
    if (!this.isSign(sign)) return false
    this.take()
    return true
  }

  wantWord(word: string): void {
    if (!this.takeWord(word)) this.unknown()
  }

  wantSign(sign: string): void {
    if (!this.takeSign(sign)) this.unknown()
  }

  /** One or more of what `read` reads, with commas between. */
  list(read: () => void): void {
    do read()
    while (this.takeSign(','))
  }

  /** What stands in parentheses, which open here; nesting is bounded. */
  parenthesised(read: () => void): void {
    this.wantSign('(')
    this.nested(read)
    this.wantSign(')')
  }

  nested(read: () => void): void {
    this.#depth += 1
    if (this.#depth > LIMITS.sqlDepthMax) this.stop('it is nested deeper than is read')
    else read()
    this.#depth -= 1
  }

  permit(permit: SqlPermit, { start, end }: SqlSpan): void {
    this.constructs.push({ permit, start, end })
  }

  part(token: SqlToken): SqlNamePart {
    const quoted = token.kind === 'name'
    return { text: quoted ? token.text : this.#source.text.slice(token.start, token.end), quoted }
  }

  unknown(): void {
    this.stop('a word or sign stands where this reading knows no meaning for it')
  }

  /** Doubt about a token, and the end of the reading. */
  stop(problem: string, { start, end }: SqlSpan = this.token): void {
    this.doubt ??= { problem, start, end }
    this.#to = this.#at
    this.token = this.#end
  }
}
