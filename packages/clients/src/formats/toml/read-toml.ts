import { parse } from 'smol-toml'
import type { Member, ObjectNode, SyntaxNode } from '../syntax-node.ts'
import { SyntaxProblem } from '../syntax-problem.ts'
import { TomlCursor, type TomlKey } from './toml-cursor.ts'

/**
 * Reads TOML 1.0 into a tree of positions.
 *
 * For text that a TOML parser has accepted: it finds places, it does not judge. Tables, dotted keys and inline
 * tables of the same name become one object, whose members know where they were written.
 */
export function readToml(text: string): SyntaxNode {
  const cursor = new TomlCursor(text)
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

type MutableTable = ObjectNode & {
  readonly members: Member[]
  /** The values by key. */
  readonly values: Map<string, SyntaxNode>
}

function table(start: number, end: number): MutableTable {
  return { kind: 'object', members: [], values: new Map(), start, end }
}

function readValue(cursor: TomlCursor): SyntaxNode {
  const start = cursor.at
  if (cursor.peek('[')) {
    const { items, trailingComma } = cursor.array(() => readValue(cursor))
    const trailing = trailingComma === undefined ? {} : { trailingComma }
    return { kind: 'array', style: 'flow', items, ...trailing, start, end: cursor.at }
  }
  if (cursor.peek('{')) {
    const inline = table(start, start)
    cursor.inlineTable((key) => assign(inline, key, readValue(cursor), 'flow'))
    return { ...inline, end: cursor.at }
  }
  return readScalar(cursor)
}

function readScalar(cursor: TomlCursor): SyntaxNode {
  const { start, end, literal } = cursor.scalar()
  if (literal.startsWith('"') || literal.startsWith("'")) {
    const string = decode(literal, start)
    return { kind: 'scalar', string, literal: 'string', movable: true, start, end }
  }
  const word = literal === 'true' || literal === 'false' ? literal : 'other'
  return { kind: 'scalar', literal: word, movable: true, start, end }
}

function decode(literal: string, offset: number): string {
  const { value } = parse(`value = ${literal}`)
  if (typeof value !== 'string') throw new SyntaxProblem(offset, 'a string is missing')
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
    const items = existing.items as ArrayItems // built a few lines below, by us
    items.push({ start: item.start, value: item })
  } else {
    const value: SyntaxNode = {
      kind: 'array',
      style: 'block',
      items: [{ start: item.start, value: item }],
      ...key.span,
    }
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

type ArrayItems = { readonly start: number; readonly value: SyntaxNode }[]

function child(parent: MutableTable, key: TomlKey, style: Member['style']): MutableTable {
  const existing = parent.values.get(key.name)
  if (existing?.kind === 'array') return lastTable(existing.items, key)
  if (existing !== undefined) return asTable(existing, key)
  const value = table(key.span.start, key.span.end)
  addMember(parent, { key: key.name, keySpan: key.span, lastKeyStart: key.span.start, value, style })
  return value
}

function lastTable(items: ArrayItems | readonly ArrayItems[number][], key: TomlKey): MutableTable {
  const last = items.at(-1)?.value
  if (last === undefined) throw new SyntaxProblem(key.span.start, 'a table is missing')
  return asTable(last, key)
}

function asTable(node: SyntaxNode, key: TomlKey): MutableTable {
  if (node.kind !== 'object') throw new SyntaxProblem(key.span.start, `\`${key.name}\` is not a table`)
  return node as MutableTable // every object of this tree was made by table()
}

function assign(
  target: MutableTable,
  keys: readonly TomlKey[],
  value: SyntaxNode,
  style: Member['style'],
): void {
  const last = keys.at(-1)
  const first = keys[0]
  if (last === undefined || first === undefined) return
  const owner = keys.slice(0, -1).reduce((at, key) => child(at, key, style), target)
  const keySpan = { start: first.span.start, end: last.span.end }
  addMember(owner, { key: last.name, keySpan, lastKeyStart: last.span.start, value, style })
}

function addMember(parent: MutableTable, member: Member): void {
  parent.members.push(member)
  parent.values.set(member.key, member.value)
}
