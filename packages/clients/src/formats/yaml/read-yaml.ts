import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import type { ArrayItem, Member, SyntaxNode } from '../syntax-node.ts'
import { SyntaxProblem } from '../syntax-problem.ts'

/** Reads one YAML 1.2 document into a tree of positions; several documents in a file are refused. */
export function readYaml(text: string): SyntaxNode {
  const document = parseDocument(text, {
    keepSourceTokens: true,
    prettyErrors: false,
    logLevel: 'error',
    uniqueKeys: false,
  })
  const [problem] = document.errors
  if (problem !== undefined) throw new SyntaxProblem(problem.pos[0], problem.message, { cause: problem })
  const { contents } = document
  return contents === null ? { kind: 'object', members: [], start: 0, end: 0 } : toSyntaxNode(contents, text)
}

function toSyntaxNode(node: Node, text: string): SyntaxNode {
  const [start, end] = node.range ?? [0, 0]
  if (isAlias(node)) return { kind: 'opaque', why: 'an alias', start, end }
  if (isMap(node)) return { kind: 'object', members: members(node, text), start, end }
  if (isSeq(node)) return toArrayNode(node, text)
  return toScalarNode(node, text)
}

function members(map: YAMLMap, text: string): Member[] {
  const seen = new Set<string>()
  return map.items.flatMap((pair: Pair) => {
    const { key, value } = pair as Pair<Node, Node | null> // parsed, not built: both sides are nodes
    if (!isScalar(key) || !key.range || !value?.range) return []
    const [start, end] = key.range
    const name = typeof key.value === 'string' ? key.value : (key.source ?? '')
    // The library looks for keys written twice (YAML 1.2 section 3.2.1.1) in time that grows with their square.
    if (seen.has(name)) throw new SyntaxProblem(start, `the key \`${name}\` occurs twice`)
    seen.add(name)
    const member: Member = {
      key: name,
      keySpan: { start, end },
      lastKeyStart: start,
      value: toSyntaxNode(value, text),
      style: map.flow === true ? 'flow' : 'line',
    }
    return [member]
  })
}

function toArrayNode(seq: YAMLSeq, text: string): SyntaxNode {
  const [start, end] = seq.range ?? [0, 0]
  const values = seq.items.map((item) => item as Node) // parsed, not built
  const decorated = decoration(seq)
  if (decorated !== undefined) return { kind: 'opaque', why: decorated, start, end }
  const starts = seq.flow === true ? values.map((value) => value.range?.[0] ?? start) : dashes(seq)
  if (starts.length !== values.length) return { kind: 'opaque', why: 'a list with empty items', start, end }
  const items = values.map((value, index): ArrayItem => {
    return { start: starts[index] ?? start, value: toSyntaxNode(value, text) }
  })
  const comma = seq.flow === true ? trailingComma(text, items.at(-1)?.value.end ?? end, end) : undefined
  const trailing = comma === undefined ? {} : { trailingComma: comma }
  return { kind: 'array', style: seq.flow === true ? 'flow' : 'block', items, ...trailing, start, end }
}

function dashes(seq: YAMLSeq): number[] {
  const token = seq.srcToken
  if (token?.type !== 'block-seq') return []
  return token.items.flatMap((item) =>
    item.start.filter((part) => part.type === 'seq-item-ind').map((part) => part.offset),
  )
}

function trailingComma(text: string, from: number, end: number): number | undefined {
  const offset = text.slice(from, end).search(/\S/)
  return offset >= 0 && text[from + offset] === ',' ? from + offset : undefined
}

function toScalarNode(node: Scalar, text: string): SyntaxNode {
  const [start, end] = node.range ?? [0, 0]
  const source = text.slice(start, end)
  const decorated = decoration(node) ?? (/[\r\n]/.test(source) ? 'a scalar of several lines' : undefined)
  if (decorated !== undefined) return { kind: 'opaque', why: decorated, start, end }
  if (typeof node.value === 'string') {
    return { kind: 'scalar', string: node.value, literal: 'string', movable: isMovable(source), start, end }
  }
  const literal =
    node.value === null ? 'null' : typeof node.value === 'boolean' ? (`${node.value}` as const) : 'other'
  return { kind: 'scalar', literal, movable: false, start, end }
}

function decoration(node: Scalar | YAMLSeq): string | undefined {
  if (node.anchor !== undefined) return 'an anchor'
  return node.tag === undefined ? undefined : 'a tag'
}

/** Quoted, or plain with nothing in it that means something else between brackets (YAML 1.2 section 7.3.3). */
function isMovable(source: string): boolean {
  return /^["']/.test(source) || /^[A-Za-z0-9_./~][A-Za-z0-9_./~@+=%\\-]*$/.test(source)
}
