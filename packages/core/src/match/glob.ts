import { foldTokens } from './fold-tokens.ts'
import { accepts, readTokens, type Token } from './glob-tokens.ts'

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

const LINE_FEED = 10

/** Whether the name of an argument in `arguments.only` stands for several: field paths leave no room for classes. */
export function isArgumentPattern(name: string): boolean {
  return /[*?]/.test(name)
}

/** Reads a glob; see `readTokens` for what it may hold. */
export function parseGlob(source: string): ParsedGlob {
  const read = readTokens(source)
  return read.ok ? { ok: true, glob: compile(read.tokens) } : read
}

/** Reads a glob for names that `foldKey` has folded: case makes no difference. */
export function parseFoldedGlob(source: string): ParsedGlob {
  const read = readTokens(source)
  return read.ok ? { ok: true, glob: compile(foldTokens(read.tokens)) } : read
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
