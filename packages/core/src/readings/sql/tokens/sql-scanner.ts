import { LIMITS } from '../../../limits.ts'
import { ASCII_CLASS, DIGIT, LETTER, MARK, OPERATOR, QUOTE, SPACE } from './ascii-class.ts'
import { SQL_LEXES, type SqlDialect, type SqlLexis } from '../dialects.ts'
import { numberEnd } from './number-end.ts'
import { beginsComment, operatorAt } from './operator-at.ts'
import type { SqlDoubt, SqlReading } from '../sql-reading.ts'
import type { SqlToken } from './sql-token.ts'

const DOLLAR = 0x24
const DOT = 0x2e
const MINUS = 0x2d

/** One pass over a text; each `step` moves over one token, comment or stretch of white space. */
export class SqlScanner {
  readonly tokens: SqlToken[] = []
  readonly doubts: SqlDoubt[] = []
  comments: SqlReading['comments'] = 'none'
  readonly #text: string
  readonly #lexis: SqlLexis
  #at = 0

  constructor(text: string, dialect: SqlDialect) {
    this.#text = text
    this.#lexis = SQL_LEXES[dialect]
  }

  doubt(problem: string, start: number, end: number): void {
    if (this.doubts.length < LIMITS.sqlDoubtsMax) this.doubts.push({ problem, start, end })
  }

  /** Reads on; false at the end of the text. */
  step(): boolean {
    const at = this.#at
    if (at >= this.#text.length) return false
    switch (this.#class(at)) {
      case SPACE:
        do this.#at += 1
        while (this.#class(this.#at) === SPACE)
        return true
      case LETTER:
        this.#word()
        return true
      case DIGIT:
        this.#number()
        return true
      case QUOTE:
        this.#quoted()
        return true
      case OPERATOR:
        if (this.#comment()) return true
        if (!this.#placeholder()) this.#operator()
        return true
      case MARK:
        if (this.#class(at + 1) === DIGIT && this.#text.charCodeAt(at) === DOT) this.#number()
        else if (!this.#placeholder()) this.#mark()
        return true
      default:
        this.#unknown()
        return true
    }
  }

  #class(at: number): number {
    return ASCII_CLASS[this.#text.charCodeAt(at)] ?? 0
  }

  #push(kind: SqlToken['kind'], text: string, end: number, doubtful = false): void {
    this.tokens.push({ kind, text, start: this.#at, end, doubtful })
    this.#at = end
  }

  /** Where one thing ends and the next begins without anything between, versions and settings differ. */
  #notStuck(from: number, end: number): void {
    const next = this.#class(end)
    const sticks =
      next === LETTER ||
      next === DIGIT ||
      this.#text.charCodeAt(end) === DOLLAR ||
      (next === QUOTE && (this.#text.charAt(end) !== '[' || this.#lexis.nameQuotes.includes('[')))
    if (sticks) this.doubt('two words stand together without a space', from, end + 1)
  }

  #word(): void {
    const text = this.#text
    let end = this.#at + 1
    for (; end < text.length; end += 1) {
      const next = ASCII_CLASS[text.charCodeAt(end)]
      if (next !== LETTER && next !== DIGIT) break
    }
    this.#notStuck(this.#at, end)
    this.#notCut(end - this.#at, end)
    this.#push('word', this.#text.slice(this.#at, end).toLowerCase(), end)
  }

  #notCut(bytes: number, end: number): void {
    if (bytes > this.#lexis.nameBytesMax)
      this.doubt('a name is longer than the database keeps, and is cut', this.#at, end)
  }

  #number(): void {
    const at = this.#at
    const before = this.tokens.at(-1)
    if (this.#text.charCodeAt(at) === DOT && before?.end === at && before.kind !== 'sign')
      this.doubt('a point stands between a word and a digit', before.start, at + 1)
    const end = numberEnd(this.#text, at)
    if (this.#text.charCodeAt(end) === DOT) this.doubt('a number ends in a point', at, end + 1)
    this.#notStuck(at, end)
    this.#push('number', this.#text.slice(at, end), end)
  }

  #quoted(): void {
    const open = this.#text.charAt(this.#at)
    if (open === "'") return this.#literal()
    if (open === '[' && !this.#lexis.nameQuotes.includes(open)) return this.#mark()
    if (!this.#lexis.nameQuotes.includes(open)) return this.#unknown()
    const end = open === '[' ? this.#after(']', this.#at + 1, 'name') : this.#afterQuote(open)
    const raw = this.#text.slice(this.#at + 1, end - 1)
    const doubtful = this.#lexis.doubtfulQuotes.includes(open)
    if (doubtful && raw.includes('\\')) this.#backslash(end)
    // PostgreSQL takes a backtick for an operator: of a plain word nothing is left to run there.
    if (open === '`' && this.#lexis.runs && !/^\w+$/.test(raw))
      this.doubt('a name in backticks is no name for some databases', this.#at, end)
    this.#notStuck(this.#at, end)
    const text = open === '[' ? raw : raw.replaceAll(open + open, open)
    if (text.length * 3 > this.#lexis.nameBytesMax) this.#notCut(utf8Length(text), end)
    this.#push('name', text, end, doubtful)
  }

  #literal(): void {
    const end = this.#afterQuote("'")
    const text = this.#text.slice(this.#at, end)
    if (!this.#lexis.plainBackslash && text.includes('\\')) this.#backslash(end)
    this.#notStuck(this.#at, end)
    this.#push('text', text, end)
  }

  #backslash(end: number): void {
    this.doubt('a text with a backslash ends in different places by setting and database', this.#at, end)
  }

  /** Behind the quote that closes what opens here; a doubled quote does not. */
  #afterQuote(quote: string): number {
    let end = this.#after(quote, this.#at + 1, quote === "'" ? 'text' : 'name')
    while (this.#text.charAt(end) === quote)
      end = this.#after(quote, end + 1, quote === "'" ? 'text' : 'name')
    return end
  }

  /** Behind the next `close`, or in doubt the end of the text. */
  #after(close: string, from: number, what: 'text' | 'name' | 'comment'): number {
    const next = this.#text.indexOf(close, from)
    if (next >= 0) return next + close.length
    this.doubt(`a ${what} is not closed`, this.#at, this.#text.length)
    return this.#text.length
  }

  #comment(): boolean {
    const at = this.#at
    if (!beginsComment(this.#text, at)) return false
    if (this.#text.charCodeAt(at) === MINUS) {
      const lineEnd = this.#text.indexOf('\n', at)
      this.#at = lineEnd < 0 ? this.#text.length : lineEnd
      if (this.#lexis.spacedDashes && at + 2 < this.#text.length && this.#class(at + 2) !== SPACE)
        this.doubt('two dashes without a space are a comment only for some databases', at, at + 2)
      if (this.comments === 'none') this.comments = 'plain'
      return true
    }
    const end = this.#after('*/', at + 2, 'comment')
    if (/^M?[!+]/.test(this.#text.slice(at + 2, at + 4))) {
      this.comments = 'live'
      this.doubt('some databases obey what stands in this comment', at, end)
    } else if (this.comments === 'none') this.comments = 'plain'
    const inner = this.#text.indexOf('/*', at + 2)
    if (inner >= 0 && inner < end - 1) this.doubt('a comment stands in a comment', at, end)
    this.#at = end
    return true
  }

  #placeholder(): boolean {
    const pattern = this.#lexis.placeholders[this.#text.charAt(this.#at)]
    if (pattern === undefined) return false
    pattern.lastIndex = this.#at
    if (!pattern.test(this.#text)) return false
    this.#notStuck(this.#at, pattern.lastIndex)
    this.#push('value', '', pattern.lastIndex)
    return true
  }

  #operator(): void {
    const at = this.#at
    const text = operatorAt(this.#text, at, this.#lexis)
    if (text === '&' && /^[uU]&['"]$/.test(this.#text.slice(at - 1, at + 2)))
      this.doubt('a text or name with escapes', at - 1, at + 2)
    if (!this.#lexis.operators.has(text))
      this.doubt(
        'an operator that is not known as harmless, or another thing elsewhere',
        at,
        at + text.length,
      )
    this.#push('sign', text, at + text.length)
  }

  #mark(): void {
    const at = this.#at
    const text = this.#text.startsWith('::', at) ? '::' : this.#text.charAt(at)
    const problem = this.#markProblem(text)
    if (problem !== undefined) this.doubt(problem, at, at + 1)
    this.#push('sign', text, at + text.length)
  }

  #markProblem(text: string): string | undefined {
    switch (text) {
      case '$':
        return 'a dollar sign begins a text, a name or an outside value'
      case ':': {
        // In PostgreSQL a stretch of an array; `:name` is a variable of its terminal.
        const next = this.#class(this.#at + 1)
        const isStretch = this.#lexis.runs && (next === SPACE || next === DIGIT)
        return isStretch ? undefined : 'a colon begins an outside value or an assignment'
      }
      case '[':
      case ']':
        return this.#lexis.doubtfulQuotes === '' ? undefined : 'a square bracket opens a name or an index'
      default:
        return undefined
    }
  }

  /** Steps over everything that no SQL is made of, as one. */
  #unknown(): void {
    let end = this.#at + 1
    while (end < this.#text.length && this.#class(end) === 0) end += 1
    this.doubt('a character that is not known as part of SQL outside of quotes', this.#at, end)
    this.#push('sign', '', end)
  }
}

function utf8Length(text: string): number {
  let length = 0
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    length += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
  }
  return length
}
