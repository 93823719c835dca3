import { findMember } from '../formats/find-member.ts'
import type { ObjectNode, SyntaxNode } from '../formats/syntax-node.ts'
import { uniqueMembers } from '../formats/unique-members.ts'
import type { ConfigPath } from '../formats/value/config-value.ts'

/** A server entry of a configuration. */
export interface ServerEntry {
  /** What the client calls it; empty where a list entry has no name. */
  readonly name: string
  /** The keys that lead to it. */
  readonly path: ConfigPath
  readonly node: SyntaxNode
}

/** Every server entry at the given places, in file order within each place. */
export function locateServers(
  root: SyntaxNode,
  places: readonly (readonly string[])[],
): readonly ServerEntry[] {
  return places.flatMap((place) =>
    containers(root, place, []).flatMap(({ node, path }) => {
      if (node.kind === 'array') return listed(node.items, path)
      if (node.kind !== 'object' || isServer(node)) return []
      return uniqueMembers(node)
        .filter(({ key, value }) => mayBeServer(value) && !leadsOn([...path, key], value, places))
        .map(({ key, value }) => ({ name: key, path: [...path, key], node: value }))
    }),
  )
}

interface Container {
  readonly node: SyntaxNode
  readonly path: ConfigPath
}

function containers(node: SyntaxNode, place: readonly string[], path: ConfigPath): readonly Container[] {
  const [key, ...rest] = place
  if (key === undefined) return [{ node, path }]
  if (node.kind !== 'object') return []
  const named = key === '*' ? uniqueMembers(node) : [findMember(node, key)].filter((one) => one !== undefined)
  return named.flatMap((member) => containers(member.value, rest, [...path, member.key]))
}

/** What entries of a list call themselves by; the first that is there counts. */
const NAME_KEYS = ['name', 'key', 'id', 'label', 'title']

/** The entries of a list, by the names that they give themselves. */
export function listed(
  items: readonly { readonly value: SyntaxNode }[],
  path: ConfigPath,
): readonly ServerEntry[] {
  return items.map(({ value }, index) => ({ name: nameIn(value), path: [...path, index], node: value }))
}

function nameIn(node: SyntaxNode): string {
  if (node.kind !== 'object') return ''
  const names = NAME_KEYS.map((key) => findMember(node, key)?.value)
  return names.flatMap((name) => (name?.kind === 'scalar' && name.string) || []).at(0) ?? ''
}

function mayBeServer(node: SyntaxNode): boolean {
  return node.kind === 'object' || node.kind === 'opaque'
}

/** Whether a member is itself a place of servers, such as `servers` below `mcp`, and not a server of that name. */
function leadsOn(path: ConfigPath, value: SyntaxNode, places: readonly (readonly string[])[]): boolean {
  const isPlace = places.some(
    (place) => place.length === path.length && place.every((key, index) => key === path[index]),
  )
  return isPlace && value.kind === 'object' && !isServer(value)
}

function isServer(node: ObjectNode): boolean {
  return node.members.some(
    ({ key, value }) =>
      (key === 'command' && value.kind !== 'object') || (key === 'type' && value.kind === 'scalar'),
  )
}
