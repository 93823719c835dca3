/** One word, name, text, number or sign of a text that may be SQL, cut as loosely as any database cuts it. */
export interface TextWord {
  /** A word in lower case, a name without its quotes, a text as `''`, a number as `0`, a sign as it stands. */
  readonly text: string
  /** A word without quotes, which alone can be a keyword. */
  readonly isWord: boolean
}

/** How a family of databases cuts a text, where they differ; true where it is so. */
export interface TextLexis {
  readonly nested: boolean
  readonly backslash: boolean
  readonly dollar: boolean
  readonly hash: boolean
  readonly bracket: boolean
  /** Comments that MySQL obeys, and `--` with a blank behind it only. */
  readonly live: boolean
  /** Quotes are blanks: a server that puts the text between quotes of its own lets it end them. */
  readonly bare: boolean
}

const PLAIN: TextLexis = {
  nested: false,
  backslash: false,
  dollar: false,
  hash: false,
  bracket: false,
  live: false,
  bare: false,
}
const LEXES: readonly TextLexis[] = [
  PLAIN,
  { ...PLAIN, nested: true, dollar: true },
  { ...PLAIN, nested: true, dollar: true, backslash: true },
  { ...PLAIN, backslash: true, hash: true, live: true },
  { ...PLAIN, hash: true, live: true },
  { ...PLAIN, bracket: true },
  { ...PLAIN, bracket: true, nested: true },
]
const BARE: readonly TextLexis[] = [
  { ...PLAIN, bare: true },
  { ...PLAIN, bare: true, hash: true, live: true },
]

/** What databases do not cut alike, and what no text between quotes ends plainly. */
const DIFFERENT = /[\\#$[]|\/\*|--/
const ODD_QUOTE = /q'[^\w\s]/i

/** Blanks of any reader; those without a width too. Line ends stay, since they end comments. */
const BLANKS = /[^\S\r\n]|[\p{Cf}\p{Z}\0-\x08\x0e-\x1f\x7f]/gu
const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y
const NUMBER = /\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+/y
const DOLLAR = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y
const LINE_END = /[\r\n]/g
const COMMENT_EDGE = /\/\*|\*\//g
const LIVE = /\/\*M?!\d*/y
const NAME_CHARS = 64

/** The words of a text in every way that a database could cut it. */
export function textReadings(source: string): readonly (readonly TextWord[])[] {
  const text = source.replace(BLANKS, ' ')
  const lexes = DIFFERENT.test(text) ? LEXES : [PLAIN]
  const readings = lexes.map((lexis) => new TextCutter(text, lexis).cut())
  const isOpen = ODD_QUOTE.test(text) || readings.some(({ open }) => open)
  const all = isOpen ? [...readings, ...BARE.map((lexis) => new TextCutter(text, lexis).cut())] : readings
  return all.map(({ words }) => words)
}

interface Cut {
  readonly words: readonly TextWord[]
  /** Something that opens in it is not closed. */
  readonly open: boolean
}

class TextCutter {
  readonly #text: string
  readonly #lexis: TextLexis
  readonly #words: TextWord[] = []
  #open = false

  constructor(text: string, lexis: TextLexis) {
    this.#text = text
    this.#lexis = lexis
  }

  cut(): Cut {
    for (let at = 0; at < this.#text.length;) at = this.#step(at)
    return { words: this.#words, open: this.#open }
  }

  #step(at: number): number {
    const char = this.#text.charAt(at)
    if (char === ' ' || char === '\n' || char === '\r') return at + 1
    return this.#comment(at, char) ?? this.#quoted(at, char) ?? this.#plain(at, char)
  }

  #comment(at: number, char: string): number | undefined {
    const { hash, live, nested } = this.#lexis
    const next = this.#text.charAt(at + 1)
    if (char === '#' && hash) return this.#lineEnd(at)
    if (char === '-' && next === '-' && (!live || /^\s?$/.test(this.#text.charAt(at + 2))))
      return this.#lineEnd(at)
    if (live && char === '*' && next === '/') return at + 2
    if (char !== '/' || next !== '*') return undefined
    if (live) {
      const end = matchEnd(LIVE, this.#text, at)
      if (end !== undefined) return end
    }
    return nested ? this.#nestedEnd(at) : this.#after('*/', at + 2)
  }

  #quoted(at: number, char: string): number | undefined {
    const { bare, bracket, dollar } = this.#lexis
    if (char === "'" || char === '"' || char === '`') {
      if (bare) return at + 1
      const end = this.#quoteEnd(at, char)
      this.#push(char === "'" ? "''" : nameOf(this.#text.slice(at + 1, end - 1)), false)
      return end
    }
    if (char === '[' && bracket) {
      const end = this.#after(']', at + 1)
      this.#push(nameOf(this.#text.slice(at + 1, end - 1)), false)
      return end
    }
    if (char !== '$' || !dollar) return undefined
    const open = matchEnd(DOLLAR, this.#text, at)
    if (open === undefined) return undefined
    this.#push("''", false)
    return this.#after(this.#text.slice(at, open), open)
  }

  #plain(at: number, char: string): number {
    const word = matchEnd(WORD, this.#text, at)
    if (word !== undefined) {
      this.#push(this.#text.slice(at, Math.min(word, at + NAME_CHARS)).toLowerCase(), true)
      return word
    }
    const number = matchEnd(NUMBER, this.#text, at)
    this.#push(number === undefined ? char : '0', false)
    return number ?? at + 1
  }

  #push(text: string, isWord: boolean): void {
    this.#words.push({ text, isWord })
  }

  #lineEnd(at: number): number {
    LINE_END.lastIndex = at
    return LINE_END.exec(this.#text)?.index ?? this.#text.length
  }

  #nestedEnd(at: number): number {
    let depth = 0
    COMMENT_EDGE.lastIndex = at
    for (let edge = COMMENT_EDGE.exec(this.#text); edge !== null; edge = COMMENT_EDGE.exec(this.#text)) {
      depth += edge[0] === '/*' ? 1 : -1
      if (depth === 0) return COMMENT_EDGE.lastIndex
    }
    this.#open = true
    return this.#text.length
  }

  #after(close: string, from: number): number {
    const at = this.#text.indexOf(close, from)
    if (at >= 0) return at + close.length
    this.#open = true
    return this.#text.length
  }

  /** Behind the quote that closes; a doubled one does not, nor one behind a backslash where that counts. */
  #quoteEnd(at: number, quote: string): number {
    const isEscaped = this.#lexis.backslash || /[eE]/.test(this.#text.charAt(at - 1))
    for (let end = at + 1; end < this.#text.length; end += 1) {
      const char = this.#text.charAt(end)
      if (char === '\\' && isEscaped && quote !== '`') end += 1
      else if (char === quote && this.#text.charAt(end + 1) === quote) end += 1
      else if (char === quote) return end + 1
    }
    this.#open = true
    return this.#text.length
  }
}

function matchEnd(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : undefined
}

function nameOf(text: string): string {
  return text.slice(0, NAME_CHARS).replace(/[^A-Za-z0-9_]/g, '_') || '_'
}
