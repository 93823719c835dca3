import { parse } from 'smol-toml'
import { TomlCursor, type TomlKey } from './toml-cursor.ts'
import { TomlProblem } from './toml-problem.ts'
import type { TomlArray, TomlMember, TomlNode, TomlScalar, TomlTable } from './toml-tree.ts'

/** The tree of a text, or where it stops looking like TOML. */
export type TomlReading =
  | { readonly ok: true; readonly root: TomlTable }
  | { readonly ok: false; readonly offset: number; readonly message: string }

/**
 * Reads TOML 1.1 into a tree of positions.
 *
 * For text that a TOML parser has accepted: it finds places, it does not judge. Tables, dotted keys and inline
 * tables of the same name become one table, whose members know where they were written.
 *
 * @param depthMax nesting of arrays and inline tables
 */
export function readToml(text: string, { depthMax }: { readonly depthMax: number }): TomlReading {
  try {
    return { ok: true, root: readTables(new TomlCursor(text, depthMax)) }
  } catch (error) {
    if (!(error instanceof TomlProblem)) throw error
    return { ok: false, offset: error.offset, message: error.message }
  }
}

function readTables(cursor: TomlCursor): TomlTable {
  const root = table(0, 0)
  let current = root
  for (;;) {
    cursor.skipLines()
    if (cursor.atEnd()) return root
    if (cursor.peek('[')) {
      const { keys, isArray } = cursor.header()
      current = openTable(root, keys, isArray)
    } else {
      assign(current, cursor.key(), readValue(cursor), 'line')
    }
  }
}

type MutableTable = TomlTable & {
  readonly members: TomlMember[]
  /** The values by key. */
  readonly values: Map<string, TomlNode>
}

function table(start: number, end: number): MutableTable {
  return { kind: 'table', members: [], values: new Map(), start, end }
}

function readValue(cursor: TomlCursor): TomlNode {
  const start = cursor.at
  if (cursor.peek('[')) {
    const { items, trailingComma } = cursor.array(() => readValue(cursor))
    const trailing = trailingComma === undefined ? {} : { trailingComma }
    return { kind: 'array', style: 'inline', items, ...trailing, start, end: cursor.at }
  }
  if (cursor.peek('{')) {
    const inline = table(start, start)
    cursor.inlineTable((key) => assign(inline, key, readValue(cursor), 'inline'))
    return { ...inline, end: cursor.at }
  }
  return readScalar(cursor)
}

function readScalar(cursor: TomlCursor): TomlScalar {
  const { start, end, literal } = cursor.scalar()
  if (literal.startsWith('"') || literal.startsWith("'")) {
    const string = decode(literal, start)
    return { kind: 'scalar', string, literal: 'string', start, end }
  }
  const word = literal === 'true' || literal === 'false' ? literal : 'other'
  return { kind: 'scalar', literal: word, start, end }
}

function decode(literal: string, offset: number): string {
  const isPlain = !literal.includes('\\') && !/^(?:"""|''')/.test(literal)
  if (isPlain) return literal.slice(1, -1)
  const { value } = parse(`value = ${literal}`)
  if (typeof value !== 'string') throw new TomlProblem(offset, 'a string is missing')
  return value
}

/** Follows a table header (TOML 1.0 "Table", "Array of Tables"), creating what is not there yet. */
function openTable(root: MutableTable, keys: readonly TomlKey[], isArray: boolean): MutableTable {
  let at = root
  keys.forEach((key, index) => {
    if (isArray && index === keys.length - 1) at = appendTable(at, key)
    else at = child(at, key, 'line')
  })
  return at
}

function appendTable(parent: MutableTable, key: TomlKey): MutableTable {
  const item = table(key.span.start, key.span.end)
  const existing = parent.values.get(key.name)
  if (existing?.kind === 'array') {
    const items = existing.items as TomlNode[] // built a few lines below, by us
    items.push(item)
  } else {
    const value: TomlArray = { kind: 'array', style: 'headers', items: [item], ...key.span }
    addMember(parent, {
      key: key.name,
      keySpan: key.span,
      lastKeyStart: key.span.start,
      value,
      style: 'line',
    })
  }
  return item
}

function child(parent: MutableTable, key: TomlKey, style: TomlMember['style']): MutableTable {
  const existing = parent.values.get(key.name)
  if (existing?.kind === 'array') return lastTable(existing.items, key)
  if (existing !== undefined) return asTable(existing, key)
  const value = table(key.span.start, key.span.end)
  addMember(parent, { key: key.name, keySpan: key.span, lastKeyStart: key.span.start, value, style })
  return value
}

function lastTable(items: readonly TomlNode[], key: TomlKey): MutableTable {
  const last = items.at(-1)
  if (last === undefined) throw new TomlProblem(key.span.start, 'a table is missing')
  return asTable(last, key)
}

function asTable(node: TomlNode, key: TomlKey): MutableTable {
  if (node.kind !== 'table') throw new TomlProblem(key.span.start, `\`${key.name}\` is not a table`)
  return node as MutableTable // every table of this tree was made by table()
}

function assign(
  target: MutableTable,
  keys: readonly TomlKey[],
  value: TomlNode,
  style: TomlMember['style'],
): void {
  const last = keys.at(-1)
  const first = keys[0]
  if (last === undefined || first === undefined) return
  const owner = keys.slice(0, -1).reduce((at, key) => child(at, key, style), target)
  const keySpan = { start: first.span.start, end: last.span.end }
  addMember(owner, { key: last.name, keySpan, lastKeyStart: last.span.start, value, style })
}

function addMember(parent: MutableTable, member: TomlMember): void {
  parent.members.push(member)
  parent.values.set(member.key, member.value)
}
