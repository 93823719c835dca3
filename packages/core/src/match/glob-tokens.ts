/** One position of a pattern: a run of anything but line feeds, or one code point out of a set. */
export type Token = { readonly kind: 'run' } | PointToken

/** A position that takes exactly one code point. */
export type PointToken =
  | { readonly kind: 'any' }
  | { readonly kind: 'point'; readonly point: number }
  | {
      readonly kind: 'class'
      readonly negated: boolean
      readonly ranges: readonly Range[]
      /** Characters are taken in either case. */
      readonly isFolded?: true
    }

interface Range {
  readonly low: number
  readonly high: number
}

/** The tokens of a pattern, or what is wrong with it. */
export type ReadTokens =
  { readonly ok: true; readonly tokens: readonly Token[] } | { readonly ok: false; readonly problem: string }

/**
 * Reads a glob: `*` any run (also empty, also `/` and `.`, never a line feed), `?` one code point,
 * `[abc]`, `[!abc]` and ranges; an unterminated `[` makes the whole pattern literal.
 */
export function readTokens(source: string): ReadTokens {
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
      if (read === undefined) return { ok: true, tokens: literalTokens(source) }
      if (typeof read === 'string') return { ok: false, problem: read }
      tokens.push(read.token)
      at = read.end
    } else {
      tokens.push({ kind: 'point', point })
    }
  }
  return { ok: true, tokens }
}

/** The tokens of a text that stands for itself. */
export function literalTokens(text: string): readonly Token[] {
  return Array.from(text, (character) => ({ kind: 'point', point: character.codePointAt(0) ?? 0 }))
}

/** The same with every character taken in either case. */
export function inEitherCase(tokens: readonly Token[]): readonly Token[] {
  return tokens.map((token) => {
    if (token.kind === 'class') return { ...token, isFolded: true }
    if (token.kind !== 'point') return token
    const ranges = bothCases(token.point).map((point) => ({ low: point, high: point }))
    return { kind: 'class', negated: false, ranges }
  })
}

/** Whether a position takes a code point. */
export function accepts(token: PointToken, point: number): boolean {
  switch (token.kind) {
    case 'any':
      return true
    case 'point':
      return token.point === point
    case 'class':
      return (
        token.ranges.some(({ low, high }) =>
          token.isFolded === true
            ? bothCases(point).some((each) => low <= each && each <= high)
            : low <= point && point <= high,
        ) !== token.negated
      )
  }
}

/** Small letters first: names that are made up look like those of most tools. */
function bothCases(point: number): readonly number[] {
  const text = String.fromCodePoint(point)
  return [text.toLowerCase().codePointAt(0) ?? point, point, text.toUpperCase().codePointAt(0) ?? point]
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
