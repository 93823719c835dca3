import { itemPath, keyPath } from './node.ts'

/** Code-unit offsets into the text. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Where a key and its value stand in a TOML text. */
export interface TomlPlace {
  readonly key: Span
  readonly value: Span
}

/**
 * Finds where every key and value of a TOML text stands, by path. The text must have parsed already: what does not
 * look like TOML ends the search, and the places found so far are returned.
 */
export function locateToml(text: string): ReadonlyMap<string, TomlPlace> {
  const locator = new TomlLocator(text)
  locator.run()
  return locator.places
}

interface Key extends Span {
  readonly parts: readonly string[]
}

class TomlLocator {
  readonly places = new Map<string, TomlPlace>()
  readonly #text: string
  readonly #tables = new Map<string, number>()
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  run(): void {
    let table = ''
    for (;;) {
      this.#skip(/(?:[ \t\r\n]+|#[^\n]*)*/y)
      if (this.#at >= this.#text.length) return
      const header = this.#skip(/\[\[?/y)
      const key = this.#key()
      if (key === undefined) return
      if (header === '') {
        this.#skip(/[ \t]*=[ \t]*/y)
        this.#entry(table, key)
      } else {
        this.#skip(/[ \t]*\]\]?/y)
        table = this.#header(key, header === '[[')
      }
    }
  }

  /** The path of a table header; a path through a list of tables means its last item. */
  #header({ parts, ...span }: Key, isItem: boolean): string {
    let path = ''
    for (const [index, part] of parts.entries()) {
      path = keyPath(path, part)
      this.#note(path, span)
      const isLast = index === parts.length - 1
      const count = this.#tables.get(path) ?? 0
      if (isLast && isItem) this.#tables.set(path, count + 1)
      if (isLast ? isItem : count > 0) path = itemPath(path, isLast ? count : count - 1)
      this.#note(path, span)
    }
    return path
  }

  #entry(table: string, { parts, ...span }: Key): void {
    const start = this.#at
    let path = table
    const paths = parts.map((part) => (path = keyPath(path, part)))
    this.#value(path)
    for (const each of paths) this.#note(each, span, { start, end: this.#at })
  }

  #note(path: string, key: Span, value: Span = key): void {
    if (!this.places.has(path)) this.places.set(path, { key, value })
  }

  #value(path: string): void {
    const open = this.#text.charAt(this.#at)
    if (open === '[') this.#list(path)
    else if (open === '{') this.#inlineTable(path)
    else if (this.#string() === undefined) this.#skip(/[^,\]}#\r\n]*[^,\]}#\s]/y)
  }

  #list(path: string): void {
    this.#at += 1
    for (let index = 0; ; index += 1) {
      this.#skip(/(?:[ \t\r\n,]+|#[^\n]*)*/y)
      if (this.#skip(/\]/y) !== '' || this.#at >= this.#text.length) return
      const start = this.#at
      this.#value(itemPath(path, index))
      if (this.#at === start) return
      this.#note(itemPath(path, index), { start, end: this.#at })
    }
  }

  #inlineTable(path: string): void {
    this.#at += 1
    for (;;) {
      this.#skip(/(?:[ \t\r\n,]+|#[^\n]*)*/y)
      if (this.#skip(/\}/y) !== '' || this.#at >= this.#text.length) return
      const key = this.#key()
      if (key === undefined) return
      this.#skip(/[ \t]*=[ \t]*/y)
      this.#entry(path, key)
    }
  }

  /** A dotted key; undefined when none stands here. */
  #key(): Key | undefined {
    this.#skip(/[ \t]*/y)
    const start = this.#at
    const parts: string[] = []
    for (;;) {
      const quoted = this.#string()
      const part = quoted ?? this.#skip(/[\w-]+/y)
      if (quoted === undefined && part === '') return undefined
      parts.push(part)
      const end = this.#at
      if (this.#skip(/[ \t]*\.[ \t]*/y) === '') return { parts, start, end }
    }
  }

  /** The text of a string that starts here, escapes left as they are; undefined when none starts here. */
  #string(): string | undefined {
    for (const pattern of [
      /"""(?:\\[^]|[^\\])*?"{3,5}/y,
      /'''[^]*?'{3,5}/y,
      /"(?:\\.|[^"\\\n])*"/y,
      /'[^'\n]*'/y,
    ]) {
      const found = this.#skip(pattern)
      if (found !== '') return found.slice(1, -1)
    }
    return undefined
  }

  #skip(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0] ?? ''
    this.#at += found.length
    return found
  }
}
