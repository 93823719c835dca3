import { LIMITS } from '../limits.ts'
import { addEntry } from './add-entry.ts'
import { itemPath, keyPath, type MapEntry, type Node, type Place } from './node.ts'
import { readPlainScalar } from './read-plain-scalar.ts'
import type { Report } from './report.ts'

/** One token of RFC 8259; numbers and literals end where a delimiter or white space follows. */
const TOKEN =
  // oxlint-disable-next-line no-control-regex -- a JSON string must not hold control characters
  /[ \t\r\n]*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![^ \t\r\n,\]}]))/y

/**
 * Reads one JSON text (RFC 8259, nothing more lenient) and keeps where everything stands. The reader of MCP messages
 * is another one: it refuses more, gives no places, and its speed matters.
 */
export function readJsonDocument(text: string, report: Report): Node | undefined {
  return new JsonText(text, report).document()
}

interface Token {
  readonly text: string
  readonly start: number
  readonly end: number
}

class JsonText {
  readonly #text: string
  readonly #report: Report
  #at = 0
  #broken = false

  constructor(text: string, report: Report) {
    this.#text = text
    this.#report = report
  }

  document(): Node | undefined {
    const node = this.#value('', 0)
    if (!this.#broken && /[^ \t\r\n]/.test(this.#text.slice(this.#at)))
      this.#fail('something follows the value')
    return this.#broken ? undefined : node
  }

  #value(path: string, depth: number): Node | undefined {
    const token = this.#next()
    if (token === undefined) return undefined
    if (depth > LIMITS.documentDepthMax) {
      this.#broken = true
      return this.#report.shared(
        'TOO_LARGE',
        { ...token, path },
        `nesting is over ${LIMITS.documentDepthMax} levels`,
      )
    }
    if (token.text === '{') return this.#map(token.start, path, depth)
    if (token.text === '[') return this.#list(token.start, path, depth)
    if (/^[}\],:]$/.test(token.text))
      return this.#fail(`\`${token.text}\` stands where a value is due`, token)
    const scalar = readPlainScalar(
      JSON.parse(token.text),
      { start: token.start, end: token.end, path },
      this.#report,
      token.text,
    )
    if (scalar === undefined) this.#broken = true
    return scalar
  }

  #list(start: number, path: string, depth: number): Node | undefined {
    const items: Node[] = []
    if (this.#peek() === ']') this.#next()
    else
      for (;;) {
        const item = this.#value(itemPath(path, items.length), depth + 1)
        if (item === undefined) return undefined
        items.push(item)
        const separator = this.#next()
        if (separator === undefined) return undefined
        if (separator.text === ']') break
        if (separator.text !== ',') return this.#fail('a list needs `,` or `]` here', separator)
      }
    return { kind: 'list', items, place: this.#place(start, path) }
  }

  #map(start: number, path: string, depth: number): Node | undefined {
    const entries = new Map<string, MapEntry>()
    if (this.#peek() === '}') this.#next()
    else
      for (;;) {
        const key = this.#next()
        if (key === undefined) return undefined
        if (!key.text.startsWith('"')) return this.#fail('a key in quotes is due here', key)
        const name = String(JSON.parse(key.text))
        const keyPlace = { start: key.start, end: key.end, path: keyPath(path, name) }
        const colon = this.#next()
        if (colon === undefined) return undefined
        if (colon.text !== ':') return this.#fail('a key needs `:` after it', colon)
        const value = this.#value(keyPlace.path, depth + 1)
        if (value === undefined) return undefined
        addEntry(entries, name, { keyPlace, value }, this.#report)
        const separator = this.#next()
        if (separator === undefined) return undefined
        if (separator.text === '}') break
        if (separator.text !== ',') return this.#fail('a map needs `,` or `}` here', separator)
      }
    return { kind: 'map', entries, place: this.#place(start, path) }
  }

  #place(start: number, path: string): Place {
    return { start, end: this.#at, path }
  }

  /** The next character that is not white space. */
  #peek(): string {
    while (/^[ \t\r\n]$/.test(this.#text.charAt(this.#at))) this.#at += 1
    return this.#text.charAt(this.#at)
  }

  #next(): Token | undefined {
    TOKEN.lastIndex = this.#at
    const found = TOKEN.exec(this.#text)
    const text = found?.[1] ?? found?.[2] ?? found?.[3]
    if (found === null || text === undefined) return this.#fail('a JSON value is due here')
    this.#at = TOKEN.lastIndex
    return { text, start: this.#at - text.length, end: this.#at }
  }

  #fail(message: string, at?: Token): undefined {
    if (this.#broken) return undefined
    this.#broken = true
    let start = at?.start ?? this.#at
    if (at === undefined) while (/[ \t\r\n]/.test(this.#text.charAt(start))) start += 1
    const end = at?.end ?? Math.min(start + 1, this.#text.length)
    return this.#report.shared('SYNTAX', { start, end, path: '' }, `the JSON does not parse: ${message}`)
  }
}
