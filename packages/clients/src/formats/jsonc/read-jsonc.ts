import { WRAP_LIMITS } from '../../limits.ts'
import type { ArrayItem, ArrayNode, Member, ObjectNode, SyntaxNode } from '../syntax-node.ts'
import { SyntaxProblem } from '../syntax-problem.ts'
import { endOfString, endOfTrivia } from './jsonc-tokens.ts'

/** Reads JSON (RFC 8259), with the comments and trailing commas that editors allow, into a tree of positions. */
export function readJsonc(text: string): SyntaxNode {
  const reader = new JsoncReader(text)
  reader.skipTrivia()
  const root = reader.value(0)
  reader.skipTrivia()
  if (reader.at < text.length) throw new SyntaxProblem(reader.at, 'text follows the end of the value')
  return root
}

const BARE = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![\w.+-])|(?:true|false|null)(?!\w)/y

class JsoncReader {
  at = 0
  readonly #text: string
  /** Whether a comma stood behind the member or item read last. */
  #separated = false

  constructor(text: string) {
    this.#text = text
  }

  skipTrivia(): void {
    this.at = endOfTrivia(this.#text, this.at)
  }

  value(depth: number): SyntaxNode {
    if (depth > WRAP_LIMITS.depthMax) throw new SyntaxProblem(this.at, 'the nesting is too deep')
    const start = this.at
    switch (this.#text[start]) {
      case '{':
        return this.#object(depth)
      case '[':
        return this.#array(depth)
      case '"':
        return {
          kind: 'scalar',
          string: this.#string(),
          literal: 'string',
          movable: true,
          start,
          end: this.at,
        }
      case undefined:
      default: {
        const word = this.#match(BARE)
        if (word === '') throw new SyntaxProblem(start, this.#found('a value is missing'))
        const literal = word === 'true' || word === 'false' || word === 'null' ? word : 'other'
        return { kind: 'scalar', literal, movable: true, start, end: this.at }
      }
    }
  }

  #object(depth: number): ObjectNode {
    const start = this.at++
    const members: Member[] = []
    for (;;) {
      this.skipTrivia()
      if (this.#take('}')) return { kind: 'object', members, start, end: this.at }
      if (members.length > 0 && !this.#separated) throw this.#noComma('}')
      const keyStart = this.at
      if (this.#text[keyStart] !== '"')
        throw new SyntaxProblem(keyStart, this.#found('a key in quotes is missing'))
      const key = this.#string()
      const keySpan = { start: keyStart, end: this.at }
      this.skipTrivia()
      if (!this.#take(':')) throw new SyntaxProblem(this.at, this.#found('a colon is missing'))
      this.skipTrivia()
      members.push({ key, keySpan, lastKeyStart: keyStart, value: this.value(depth + 1), style: 'flow' })
      this.#comma()
    }
  }

  #array(depth: number): ArrayNode {
    const start = this.at++
    const items: ArrayItem[] = []
    let comma: number | undefined
    for (;;) {
      this.skipTrivia()
      if (this.#take(']')) {
        const trailing = comma === undefined ? {} : { trailingComma: comma }
        return { kind: 'array', style: 'flow', items, ...trailing, start, end: this.at }
      }
      if (items.length > 0 && !this.#separated) throw this.#noComma(']')
      items.push({ start: this.at, value: this.value(depth + 1) })
      comma = this.#comma()
    }
  }

  /** The offset of the comma that follows, if one does. */
  #comma(): number | undefined {
    this.skipTrivia()
    const offset = this.at
    this.#separated = this.#take(',')
    return this.#separated ? offset : undefined
  }

  #string(): string {
    const start = this.at
    const end = endOfString(this.#text, start)
    if (end === undefined) throw new SyntaxProblem(start, 'the string does not end')
    this.at = end
    try {
      return JSON.parse(this.#text.slice(start, end)) as string // of what starts with a quote, nothing else comes
    } catch (cause) {
      const message = 'the string holds a line break, another control character or an unknown escape'
      throw new SyntaxProblem(start, message, { cause })
    }
  }

  #take(character: string): boolean {
    if (this.#text[this.at] !== character) return false
    this.at += 1
    return true
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.#text)?.[0] ?? ''
    this.at += found.length
    return found
  }

  #noComma(close: string): SyntaxProblem {
    return new SyntaxProblem(this.at, this.#found(`a comma or \`${close}\` is missing`))
  }

  #found(what: string): string {
    return this.at >= this.#text.length
      ? `the file ends where ${what.replace(' is missing', ' should be')}`
      : what
  }
}
