/** Where a value or key stands: code-unit offsets into the text (-1 when there is none) and a path for people. */
export interface Place {
  readonly start: number
  readonly end: number
  /** Such as `rules[2].match_on.resources[0]`; empty for the document itself. */
  readonly path: string
}

/** A document of any format after reading: the same tree for YAML, JSON, TOML and objects built in code. */
export type Node = ScalarNode | ListNode | MapNode

export interface ScalarNode {
  readonly kind: 'scalar'
  readonly value: null | boolean | number | string
  readonly place: Place
}

export interface ListNode {
  readonly kind: 'list'
  readonly items: readonly Node[]
  readonly place: Place
}

export interface MapNode {
  readonly kind: 'map'
  /** In the order written; a `Map`, because keys are chosen by whoever wrote the file. */
  readonly entries: ReadonlyMap<string, MapEntry>
  readonly place: Place
}

export interface MapEntry {
  readonly keyPlace: Place
  readonly value: Node
}

/** The path of a key below a path. */
export function keyPath(path: string, key: string): string {
  const step = /^[\w-]+$/.test(key) ? key : JSON.stringify(key)
  return path === '' ? step : `${path}.${step}`
}

/** The path of a list item below a path. */
export function itemPath(path: string, index: number): string {
  return `${path}[${index}]`
}
