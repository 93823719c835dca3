/** A stretch of the text, in UTF-16 code units; `end` is exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

/**
 * Where things stand in a JSON, TOML or YAML file: just enough to change a server entry in place.
 *
 * One shape for the three formats, so that finding and editing servers is written once.
 */
export type SyntaxNode = ObjectNode | ArrayNode | ScalarNode | OpaqueNode

export interface ObjectNode extends Span {
  readonly kind: 'object'
  readonly members: readonly Member[]
}

export interface Member {
  readonly key: string
  /** The key as written; in TOML all of a dotted key. */
  readonly keySpan: Span
  /** Where the last segment of the key begins: a sibling is written with what stands before it. */
  readonly lastKeyStart: number
  readonly value: SyntaxNode
  /** `flow`: siblings are separated by commas; `line`: each stands on a line of its own. */
  readonly style: 'flow' | 'line'
}

export interface ArrayNode extends Span {
  readonly kind: 'array'
  /** `flow`: between brackets; `block`: a YAML list of dashes. */
  readonly style: 'flow' | 'block'
  readonly items: readonly ArrayItem[]
  /** Offset of a comma behind the last item. */
  readonly trailingComma?: number
}

export interface ArrayItem {
  /** Offset of the item: of its dash in a block list. */
  readonly start: number
  readonly value: SyntaxNode
}

export interface ScalarNode extends Span {
  readonly kind: 'scalar'
  /** The text of a string; undefined for numbers, booleans, dates and null. */
  readonly string?: string
  readonly literal: 'string' | 'null' | 'true' | 'false' | 'other'
  /** Whether the literal means the same when it is moved into, or out of, an array. */
  readonly movable: boolean
}

/** Something that cannot be edited in place: an alias, a tag, a block scalar. */
export interface OpaqueNode extends Span {
  readonly kind: 'opaque'
  readonly why: string
}

/** Where the elements of an object or an array stand, one after the other; nothing of what holds none. */
export function spansOf(node: SyntaxNode): readonly Span[] {
  switch (node.kind) {
    case 'object':
      return node.members.map(({ keySpan, value }) => ({ start: keySpan.start, end: value.end }))
    case 'array':
      return node.items.map(({ start, value }) => ({ start, end: value.end }))
    case 'scalar':
    case 'opaque':
      return []
  }
}
