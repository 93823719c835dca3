/** A parsed name pattern: anchored at both ends, case-sensitive, the same on every platform. */
export interface Glob {
  test(text: string): boolean
  /** What every matching name starts with; an index files the pattern by it. */
  readonly head: string
  /** What every matching name ends with. */
  readonly tail: string
  /** The one matching name, when there is only one. */
  readonly only?: string
}

export type ParsedGlob =
  { readonly ok: true; readonly glob: Glob } | { readonly ok: false; readonly problem: string }

/** One position of a pattern: a run of anything but line feeds, or one code point out of a set. */
type Token =
  | { readonly kind: 'run' }
  | { readonly kind: 'any' }
  | { readonly kind: 'point'; readonly point: number }
  | { readonly kind: 'class'; readonly negated: boolean; readonly ranges: readonly Range[] }

interface Range {
  readonly low: number
  readonly high: number
}

const LINE_FEED = 10

/** Whether the name of an argument in `arguments.only` stands for several: field paths leave no room for classes. */
export function isArgumentPattern(name: string): boolean {
  return /[*?]/.test(name)
}

/**
 * Reads a glob: `*` any run (also empty, also `/` and `.`, never a line feed), `?` one code point,
 * `[abc]`, `[!abc]` and ranges; an unterminated `[` makes the whole pattern literal.
 */
export function parseGlob(source: string): ParsedGlob {
  const points = Array.from(source, (character) => character.codePointAt(0) ?? 0)
  const tokens: Token[] = []
  for (let at = 0; at < points.length; at += 1) {
    const point = points[at]
    if (point === undefined) break
    if (point === 0x2a) {
      if (tokens.at(-1)?.kind !== 'run') tokens.push({ kind: 'run' })
    } else if (point === 0x3f) {
      tokens.push({ kind: 'any' })
    } else if (point === 0x5b) {
      const read = readClass(points, at + 1)
      if (read === undefined) return { ok: true, glob: literalGlob(source) }
      if (typeof read === 'string') return { ok: false, problem: read }
      tokens.push(read.token)
      at = read.end
    } else {
      tokens.push({ kind: 'point', point })
    }
  }
  return { ok: true, glob: compile(tokens) }
}

/** The class that starts after `[`; undefined when no `]` follows, a string when it is malformed. */
function readClass(
  points: readonly number[],
  start: number,
): { readonly token: Token; readonly end: number } | string | undefined {
  const negated = points[start] === 0x21
  const first = negated ? start + 1 : start
  // A `]` in first place is a member, as in POSIX.
  const end = points.indexOf(0x5d, first + 1)
  if (end === -1) return undefined
  const ranges: Range[] = []
  for (let at = first; at < end; at += 1) {
    const low = points[at] ?? 0
    const high = points[at + 2]
    if (points[at + 1] === 0x2d && high !== undefined && at + 2 < end) {
      if (high < low)
        return `a range of a character class runs backwards in \`${String.fromCodePoint(...points)}\``
      ranges.push({ low, high })
      at += 2
    } else {
      ranges.push({ low, high: low })
    }
  }
  return { token: { kind: 'class', negated, ranges }, end }
}

function literalGlob(text: string): Glob {
  return { only: text, head: text, tail: text, test: (name) => name === text }
}

function compile(tokens: readonly Token[]): Glob {
  const head = literal(tokens)
  if (head.length === tokens.length) return literalGlob(head.text)
  if (head.length + 1 === tokens.length && tokens.at(-1)?.kind === 'run') return prefixGlob(head.text)
  const tail = literal(tokens.slice(tokens.findLastIndex((token) => token.kind !== 'point') + 1)).text
  const core = longestLiteral(tokens)
  return { head: head.text, tail, test: (name) => name.includes(core) && matches(tokens, name) }
}

/** The literal text that the tokens start with. */
function literal(tokens: readonly Token[]): { readonly text: string; readonly length: number } {
  let text = ''
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'point') return { text, length: index }
    text += String.fromCodePoint(token.point)
  }
  return { text, length: tokens.length }
}

/** The longest text that every matching name has in it: most names are told apart by it alone. */
function longestLiteral(tokens: readonly Token[]): string {
  let longest = ''
  for (let at = 0; at < tokens.length; at += 1) {
    const { text, length } = literal(tokens.slice(at))
    if (text.length > longest.length) longest = text
    at += length
  }
  return longest
}

function prefixGlob(head: string): Glob {
  return {
    head,
    tail: '',
    test: (name) => name.startsWith(head) && !name.includes('\n', head.length),
  }
}

function matches(tokens: readonly Token[], text: string): boolean {
  return text.includes('\n') ? matchesLines(tokens, text) : matchesLine(tokens, text)
}

/** Two pointers and one point to return to: at most tokens × code points steps. */
function matchesLine(tokens: readonly Token[], text: string): boolean {
  let token = 0
  let at = 0
  let retryToken = -1
  let retryAt = 0
  while (at < text.length) {
    const point = text.codePointAt(at) ?? 0
    const current = tokens[token]
    if (current?.kind === 'run') {
      retryToken = token
      retryAt = at
      token += 1
    } else if (current !== undefined && accepts(current, point)) {
      token += 1
      at += width(point)
    } else if (retryToken !== -1) {
      retryAt += width(text.codePointAt(retryAt) ?? 0)
      at = retryAt
      token = retryToken + 1
    } else {
      return false
    }
  }
  while (tokens[token]?.kind === 'run') token += 1
  return token === tokens.length
}

/**
 * With a line feed in the name the last run is not the only one worth returning to, since none may swallow it.
 * So all positions in the pattern are followed at once: tokens × code points steps.
 */
function matchesLines(tokens: readonly Token[], text: string): boolean {
  let reached = skipRuns(tokens, new Set([0]))
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    const next = new Set<number>()
    for (const at of reached) {
      const token = tokens[at]
      if (token === undefined) continue
      if (token.kind !== 'run') {
        if (accepts(token, point)) next.add(at + 1)
      } else if (point !== LINE_FEED) next.add(at)
    }
    reached = skipRuns(tokens, next)
  }
  return reached.has(tokens.length)
}

/** A run can be empty; iterating a set reaches what is added on the way. */
function skipRuns(tokens: readonly Token[], reached: Set<number>): Set<number> {
  for (const at of reached) if (tokens[at]?.kind === 'run') reached.add(at + 1)
  return reached
}

function width(point: number): number {
  return point > 0xffff ? 2 : 1
}

function accepts(token: Exclude<Token, { kind: 'run' }>, point: number): boolean {
  switch (token.kind) {
    case 'any':
      return true
    case 'point':
      return token.point === point
    case 'class':
      return token.ranges.some((range) => range.low <= point && point <= range.high) !== token.negated
  }
}
