/** A piece of SQL as far as reading for people needs it. */
export interface SqlToken {
  readonly kind: 'word' | 'name' | 'text' | 'number' | 'sign'
  /** Words in upper case; quoted names without their quotes. */
  readonly text: string
  /** How many parentheses are open around it. */
  readonly depth: number
}

export interface SqlReading {
  readonly statements: readonly (readonly SqlToken[])[]
  readonly hasComment: boolean
  /** Comments that some databases run: `/*! … *\/`. */
  readonly hasLiveComment: boolean
  /** Why the reading cannot be trusted, if so. */
  readonly doubt?: string
}

const CLOSING: Readonly<Record<string, string>> = { "'": "'", '"': '"', '`': '`', '[': ']' }
const WORD = /[\p{L}\p{N}_$]+/uy
const DOLLAR_QUOTE = /\$(?:[A-Za-z_]\w*)?\$/y

/** Splits SQL into statements and tokens, in one pass: no quote or comment can hide a word or make one up. */
export function sqlTokens(text: string): SqlReading {
  const statements: SqlToken[][] = [[]]
  const found = { hasComment: false, hasLiveComment: false }
  let doubt: string | undefined
  let depth = 0
  let at = 0
  const push = (kind: SqlToken['kind'], value: string): void => {
    statements.at(-1)?.push({ kind, text: value, depth })
  }
  /** Moves behind the next `end`, or to the end of the text in doubt. */
  const skipPast = (end: string, from: number, what: string): number => {
    const next = text.indexOf(end, from)
    if (next >= 0) return next + end.length
    doubt ??= `${what} is not closed`
    return text.length
  }
  while (at < text.length) {
    const character = text.charAt(at)
    if (text.startsWith('--', at)) {
      found.hasComment = true
      const end = text.indexOf('\n', at)
      at = end < 0 ? text.length : end
    } else if (text.startsWith('/*', at)) {
      found.hasComment = true
      found.hasLiveComment ||= /[!+M]/.test(text.charAt(at + 2))
      at = skipPast('*/', at + 2, 'a comment')
    } else if (character === '$' && DOLLAR_QUOTE.test(stickyAt(DOLLAR_QUOTE, text, at))) {
      const quote = text.slice(at, DOLLAR_QUOTE.lastIndex)
      at = skipPast(quote, at + quote.length, 'a text')
      push('text', quote)
    } else if (CLOSING[character] !== undefined) {
      const start = at
      at = skipPast(CLOSING[character], at + 1, character === "'" ? 'a text' : 'a name')
      const inner = text.slice(start + 1, at - 1)
      if (character === "'" && inner.endsWith('\\'))
        doubt ??= 'databases differ in where a text with `\\` before its quote ends'
      push(character === "'" ? 'text' : 'name', inner)
    } else if (character === ';') {
      depth = 0
      statements.push([])
      at += 1
    } else if (/\s/.test(character)) {
      at += 1
    } else if (WORD.test(stickyAt(WORD, text, at))) {
      const word = text.slice(at, WORD.lastIndex)
      push(/^\d/.test(word) ? 'number' : 'word', word.toUpperCase())
      at += word.length
    } else {
      if (character === ')') depth = Math.max(0, depth - 1)
      push('sign', character)
      if (character === '(') depth += 1
      at += 1
    }
  }
  return {
    statements: statements.filter((tokens) => tokens.length > 0),
    ...found,
    ...(doubt !== undefined && { doubt }),
  }
}

/** Sets a sticky pattern to a place; the text is handed through. */
function stickyAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at
  return text
}
