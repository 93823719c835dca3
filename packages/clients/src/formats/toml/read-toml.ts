import { readToml as readTree, type TomlMember, type TomlNode } from '@kvlar/core/toml'
import { WRAP_LIMITS } from '../../limits.ts'
import type { Member, SyntaxNode } from '../syntax-node.ts'
import { SyntaxProblem } from '../syntax-problem.ts'

/** Reads TOML into a tree of positions; for text that `tomlValue` has accepted. */
export function readToml(text: string): SyntaxNode {
  const reading = readTree(text, { depthMax: WRAP_LIMITS.depthMax })
  if (!reading.ok) throw new SyntaxProblem(reading.offset, reading.message)
  return toSyntaxNode(reading.root)
}

function toSyntaxNode(node: TomlNode): SyntaxNode {
  const { start, end } = node
  switch (node.kind) {
    case 'table':
      return { kind: 'object', members: node.members.map(toMember), start, end }
    case 'array': {
      const items = node.items.map((item) => ({ start: item.start, value: toSyntaxNode(item) }))
      const { trailingComma } = node
      const trailing = trailingComma === undefined ? {} : { trailingComma }
      return {
        kind: 'array',
        style: node.style === 'inline' ? 'flow' : 'block',
        items,
        ...trailing,
        start,
        end,
      }
    }
    case 'scalar':
      return { ...node, movable: true }
  }
}

function toMember({ style, value, ...member }: TomlMember): Member {
  return { ...member, value: toSyntaxNode(value), style: style === 'inline' ? 'flow' : 'line' }
}
