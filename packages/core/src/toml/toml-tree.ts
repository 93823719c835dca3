/** A stretch of the text, in UTF-16 code units; `end` is exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Where things stand in a TOML text, and what its strings say. */
export type TomlNode = TomlTable | TomlArray | TomlScalar

/** A table, however it is written: under a header, by dotted keys, inline, or by all of these. */
export interface TomlTable extends Span {
  readonly kind: 'table'
  readonly members: readonly TomlMember[]
}

export interface TomlMember {
  readonly key: string
  /** The key as written; of a dotted key all of it. */
  readonly keySpan: Span
  /** Where the last segment of the key begins. */
  readonly lastKeyStart: number
  readonly value: TomlNode
  /** `inline`: between braces; `line`: on a line of its own. */
  readonly style: 'inline' | 'line'
}

export interface TomlArray extends Span {
  readonly kind: 'array'
  /** `inline`: between brackets; `headers`: an array of tables. */
  readonly style: 'inline' | 'headers'
  readonly items: readonly TomlNode[]
  /** Offset of a comma behind the last item. */
  readonly trailingComma?: number
}

export interface TomlScalar extends Span {
  readonly kind: 'scalar'
  /** The text of a string; absent for numbers, booleans and dates. */
  readonly string?: string
  readonly literal: 'string' | 'true' | 'false' | 'other'
}
