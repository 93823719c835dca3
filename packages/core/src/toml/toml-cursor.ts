import { parse } from 'smol-toml'
import { TomlProblem } from './toml-problem.ts'
import type { Span, TomlNode } from './toml-tree.ts'

/** One segment of a TOML key. */
export interface TomlKey {
  readonly name: string
  readonly span: Span
}

const BLANK = /[ \t]*/y
const LINES = /(?:[ \t\r\n]+|#[^\r\n]*)*/y
const BARE_KEY = /[A-Za-z0-9_-]+/y
const BASIC = /"[^"\\\r\n]*(?:\\.[^"\\\r\n]*)*"/y
const LITERAL = /'[^'\r\n]*'/y
/** Up to two quotes may stand before the closing three (TOML 1.0 "String"). */
const BASIC_LINES = /"""(?:[^"\\]+|\\[^]|"(?!""))*"""(?:"(?!")|""(?!"))?/y
const LITERAL_LINES = /'''(?:[^']+|'(?!''))*'''(?:'(?!')|''(?!'))?/y
const BARE_VALUE = /[^\s,\]}#]+(?: [0-9][^\s,\]}#]*)?/y

/** Walks over the tokens of TOML 1.0 that a parser has accepted already. */
export class TomlCursor {
  at = 0
  readonly #text: string
  readonly #depthMax: number
  #depth = 0

  constructor(text: string, depthMax: number) {
    this.#text = text
    this.#depthMax = depthMax
  }

  atEnd(): boolean {
    return this.at >= this.#text.length
  }

  peek(text: string): boolean {
    return this.#text.startsWith(text, this.at)
  }

  skipLines(): void {
    this.#match(LINES)
  }

  /** `[a.b]` or `[[a.b]]`. */
  header(): { readonly keys: readonly TomlKey[]; readonly isArray: boolean } {
    const isArray = this.peek('[[')
    this.at += isArray ? 2 : 1
    const keys = this.#keys()
    this.#expect(isArray ? ']]' : ']')
    return { keys, isArray }
  }

  /** A possibly dotted key and the equals sign; leaves the cursor at the value. */
  key(): readonly TomlKey[] {
    const keys = this.#keys()
    this.#expect('=')
    this.#match(BLANK)
    return keys
  }

  array(readItem: () => TomlNode): {
    readonly items: readonly TomlNode[]
    readonly trailingComma?: number
  } {
    const items: TomlNode[] = []
    let trailingComma: number | undefined
    this.#enter('[')
    for (;;) {
      this.skipLines()
      if (this.peek(']')) break
      items.push(readItem())
      this.skipLines()
      trailingComma = this.peek(',') ? this.at : undefined
      if (trailingComma === undefined) break
      this.at += 1
    }
    this.#leave(']')
    return { items, ...(trailingComma === undefined ? {} : { trailingComma }) }
  }

  /** `readMember` is called with each key and must read its value. */
  inlineTable(readMember: (keys: readonly TomlKey[]) => void): void {
    this.#enter('{')
    for (;;) {
      this.skipLines()
      if (this.peek('}')) break
      readMember(this.key())
      this.skipLines()
      if (!this.peek(',')) break
      this.at += 1
    }
    this.#leave('}')
  }

  scalar(): Span & { readonly literal: string } {
    const start = this.at
    const literal =
      this.#match(BASIC_LINES) ||
      this.#match(LITERAL_LINES) ||
      this.#match(BASIC) ||
      this.#match(LITERAL) ||
      this.#match(BARE_VALUE)
    if (literal === '') throw new TomlProblem(start, 'a value is missing')
    return { literal, start, end: this.at }
  }

  #keys(): readonly TomlKey[] {
    const keys: TomlKey[] = []
    do {
      this.#match(BLANK)
      keys.push(this.#keySegment())
      this.#match(BLANK)
    } while (this.#take('.'))
    return keys
  }

  #keySegment(): TomlKey {
    const start = this.at
    const literal = this.#match(BARE_KEY) || this.#match(BASIC) || this.#match(LITERAL)
    if (literal === '') throw new TomlProblem(start, 'a key is missing')
    return { name: keyName(literal), span: { start, end: this.at } }
  }

  #enter(open: string): void {
    this.#depth += 1
    if (this.#depth > this.#depthMax) throw new TomlProblem(this.at, 'the nesting is too deep')
    this.#expect(open)
  }

  #leave(close: string): void {
    this.#depth -= 1
    this.#expect(close)
  }

  #take(text: string): boolean {
    if (!this.peek(text)) return false
    this.at += text.length
    return true
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw new TomlProblem(this.at, `\`${text}\` is missing`)
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.#text)?.[0] ?? ''
    this.at += found.length
    return found
  }
}

function keyName(literal: string): string {
  if (!/^["']/.test(literal)) return literal
  if (!literal.includes('\\')) return literal.slice(1, -1)
  return Object.keys(parse(`${literal} = 0`))[0] ?? ''
}
