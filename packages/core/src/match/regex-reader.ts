import { type CharacterSet, perlItems, rangeItem, type SetItem, tableItem } from './regex-set.ts'

/** A pattern, cut into what matches one character and everything else, which RE2 reads as it stands. */
export type Piece =
  | { readonly kind: 'syntax'; readonly text: string }
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'boundary'; readonly text: string }

/** A pattern that means something else in another dialect, or nothing at all; the message says which. */
export class RegexProblem extends Error {}

const ESCAPED_CONTROLS: ReadonlyMap<string, number> = new Map([
  ['a', 0x07],
  ['f', 0x0c],
  ['n', 0x0a],
  ['r', 0x0d],
  ['t', 0x09],
  ['v', 0x0b],
])

const PUNCTUATION = /^[!-/:-@[-`{-~]$/
const LINE_FEED = 0x0a

/**
 * Reads what RE2 and Rust's regex agree on and throws `RegexProblem` on the rest, so that a pattern carried over
 * from either never changes its meaning silently.
 */
export function readRegex(source: string): readonly Piece[] {
  return new Reader(source).read()
}

class Reader {
  readonly #source: string
  readonly #pieces: Piece[] = []
  /** Whether `.` matches a line feed, per open group. */
  readonly #outerDotAll: boolean[] = []
  #dotAll = false
  #at = 0

  constructor(source: string) {
    this.#source = source
  }

  read(): readonly Piece[] {
    while (this.#at < this.#source.length) this.#readPiece()
    return this.#pieces
  }

  #readPiece(): void {
    const character = this.#take()
    switch (character) {
      case '\\':
        return this.#readEscape()
      case '[':
        return this.#set(this.#readClass())
      case '.':
        return this.#set({ negated: true, items: this.#dotAll ? [] : [rangeItem(LINE_FEED, LINE_FEED)] })
      case '(':
        return this.#readGroupStart()
      case ')':
        this.#dotAll = this.#outerDotAll.pop() ?? this.#dotAll
        return this.#syntax(')')
      case '{':
        return this.#readCount()
      case '^':
      case '$':
      case '|':
      case '*':
      case '+':
      case '?':
        return this.#syntax(character)
      default:
        return this.#set(single(character))
    }
  }

  #readEscape(): void {
    const letter = this.#peek()
    if (letter === 'b' || letter === 'B') {
      this.#take()
      if (this.#peek() === '{') throw new RegexProblem(`\`\\${letter}{\` has another meaning elsewhere`)
      this.#pieces.push({ kind: 'boundary', text: `\\${letter}` })
    } else if (letter === 'A' || letter === 'z') {
      this.#take()
      this.#syntax(`\\${letter}`)
    } else {
      this.#set({ negated: false, items: this.#readEscapedItems() })
    }
  }

  /** What an escape that matches one character stands for, inside and outside of classes. */
  #readEscapedItems(): readonly SetItem[] {
    const letter = this.#take()
    const perl = perlItems(letter)
    if (perl !== undefined) return perl
    const control = ESCAPED_CONTROLS.get(letter)
    if (control !== undefined) return [rangeItem(control, control)]
    if (letter === 'p' || letter === 'P') return [this.#readTable(letter === 'P')]
    if (letter === 'x') return [this.#readHex()]
    if (letter === '') throw new RegexProblem('it ends in a backslash')
    if (/^[0-9k]$/.test(letter)) throw new RegexProblem(`\`\\${letter}\`: there are no back-references`)
    if (letter === '<' || letter === '>')
      throw new RegexProblem(`\`\\${letter}\` is a word boundary elsewhere; write \`\\b\` or \`${letter}\``)
    if (PUNCTUATION.test(letter)) return single(letter).items
    throw new RegexProblem(`\`\\${letter}\` is not an escape`)
  }

  #readTable(negatedByLetter: boolean): SetItem {
    if (this.#peek() !== '{') return tableItem(this.#take(), negatedByLetter)
    const end = this.#source.indexOf('}', this.#at)
    if (end === -1) throw new RegexProblem('`\\p{` has no `}`')
    const name = this.#source.slice(this.#at + 1, end)
    this.#at = end + 1
    const negatedByName = name.startsWith('^')
    const bare = negatedByName ? name.slice(1) : name
    if (!/^[A-Za-z_]+$/.test(bare)) throw new RegexProblem(`\`\\p{${name}}\` is not a class name`)
    return tableItem(bare, negatedByLetter !== negatedByName)
  }

  #readHex(): SetItem {
    const rest = this.#source.slice(this.#at)
    const found = /^(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/.exec(rest)
    const digits = found?.[1] ?? found?.[2]
    const point = digits === undefined ? Number.NaN : Number.parseInt(digits, 16)
    if (found === null || !(point <= 0x10ffff))
      throw new RegexProblem('`\\x` is not followed by a code point')
    this.#at += found[0].length
    return rangeItem(point, point)
  }

  #readClass(): CharacterSet {
    const start = this.#at - 1
    const items: SetItem[] = []
    const negated = this.#peek() === '^'
    if (negated) this.#take()
    for (let first = true; ; first = false) {
      const character = this.#take()
      if (character === '') throw new RegexProblem(`\`${this.#source.slice(start)}\` has no \`]\``)
      if (character === ']' && !first) return { negated, items }
      items.push(...this.#readClassItems(character))
    }
  }

  #readClassItems(character: string): readonly SetItem[] {
    const low = this.#readClassAtom(character)
    const [item] = low
    if (this.#peek() !== '-' || this.#peek(1) === ']' || this.#peek(1) === '') return low
    this.#take()
    const end = this.#readClassAtom(this.#take())
    const [last] = end
    if (low.length !== 1 || end.length !== 1 || item?.kind !== 'range' || last?.kind !== 'range')
      throw new RegexProblem('an end of a range is a class')
    if (item.low !== item.high || last.low !== last.high || last.low < item.low)
      throw new RegexProblem('a range runs backwards')
    return [rangeItem(item.low, last.low)]
  }

  #readClassAtom(character: string): readonly SetItem[] {
    if (character === '\\') {
      if (this.#peek() === 'b') throw new RegexProblem('`\\b` inside a class has another meaning elsewhere')
      return this.#readEscapedItems()
    }
    if (character === '[') {
      if (this.#peek() === ':') return [this.#readPosixClass()]
      throw new RegexProblem('`[` inside a class nests elsewhere; write `\\[`')
    }
    if ((character === '&' || character === '~' || character === '-') && this.#peek() === character)
      throw new RegexProblem(
        `\`${character.repeat(2)}\` inside a class is a set operation elsewhere; escape it`,
      )
    return single(character).items
  }

  #readPosixClass(): SetItem {
    const found = /^:(\^?)([a-z]+):\]/.exec(this.#source.slice(this.#at, this.#at + 16))
    if (found === null) throw new RegexProblem('`[:` inside a class does not name a class; write `\\[:`')
    this.#at += found[0].length
    const positive = `[:${found[2] ?? ''}:]`
    const negative = `[:^${found[2] ?? ''}:]`
    return found[1] === '^'
      ? { kind: 'table', text: negative, complement: positive }
      : { kind: 'table', text: positive, complement: negative }
  }

  #readGroupStart(): void {
    this.#outerDotAll.push(this.#dotAll)
    if (this.#peek() !== '?') return this.#syntax('(')
    const rest = this.#source.slice(this.#at)
    if (/^\?<?[=!]/.test(rest)) throw new RegexProblem('there is no look-around')
    const named = /^\?P?<([A-Za-z_][A-Za-z0-9_]*)>/.exec(rest)
    if (named !== null) {
      this.#at += named[0].length
      return this.#syntax(`(?P<${named[1] ?? ''}>`)
    }
    const flags = /^\?([A-Za-z]*)(?:-([A-Za-z]+))?([:)])/.exec(rest)
    if (flags === null) throw new RegexProblem('`(?` does not start a group')
    const [all, on = '', off = '', end] = flags
    const foreign = /[^imsU]/.exec(on + off)
    if (foreign !== null)
      throw new RegexProblem(`flag \`${foreign[0]}\` is not one of \`i\`, \`m\`, \`s\` and \`U\``)
    this.#at += all.length
    if (end === ')') this.#outerDotAll.pop()
    if (on.includes('s')) this.#dotAll = true
    if (off.includes('s')) this.#dotAll = false
    this.#syntax(`(${all}`)
  }

  #readCount(): void {
    const found = /^\d+(?:,\d*)?\}/.exec(this.#source.slice(this.#at, this.#at + 24))
    if (found === null) throw new RegexProblem('`{` does not start a count such as `{2,5}`; write `\\{`')
    this.#at += found[0].length
    this.#syntax(`{${found[0]}`)
  }

  #set(set: CharacterSet): void {
    this.#pieces.push({ kind: 'set', set })
  }

  #syntax(text: string): void {
    this.#pieces.push({ kind: 'syntax', text })
  }

  #take(): string {
    const character = this.#peek()
    this.#at += character.length
    return character
  }

  /** The code point at an offset from here; empty at the end. */
  #peek(offset = 0): string {
    const point = this.#source.codePointAt(this.#at + offset)
    return point === undefined ? '' : String.fromCodePoint(point)
  }
}

function single(character: string): CharacterSet {
  const point = character.codePointAt(0) ?? 0
  return { negated: false, items: [rangeItem(point, point)] }
}
