import { editConfig } from '../../edit/edit-config.ts'
import { dropElements } from '../../edit/elements.ts'
import type { Splice } from '../../edit/splice.ts'
import type { ParsedConfig } from '../../formats/parse-config.ts'
import { findMember } from '../../formats/find-member.ts'
import { spansOf, type SyntaxNode } from '../../formats/syntax-node.ts'
import type { ConfigValue } from '../../formats/value/config-value.ts'
import { hookLists, isMap, isOurs, withoutHooks } from './our-hooks.ts'

/**
 * The text without our hooks, and without the lists that held nothing else; undefined where it holds none. A file that
 * has nothing else to say is empty then.
 */
export function dropHooks(config: ParsedConfig, file: string): string | undefined {
  if (config.format !== 'jsonc') return undefined
  const lists = [...hookLists(config.value)].filter(([, list]) => list.some(isOurs))
  if (lists.length === 0) return undefined
  const rest = withoutHooks(config.value)
  if (isMap(rest) && rest.size === 0) return ''
  const { root } = config
  const hooks = memberOf(root, 'hooks')
  const emptied = lists.flatMap(([event, list]) => (list.every(isOurs) ? [event] : []))
  const left = isMap(rest) ? rest.get('hooks') : undefined
  if (left === undefined) {
    const splices = dropMembers(root, ['hooks'])
    return editConfig(config, [{ splices, changes: [{ path: ['hooks'], value: undefined }] }], file)
  }
  const splices = [
    ...dropMembers(hooks, emptied),
    ...lists
      .filter(([event]) => !emptied.includes(event))
      .flatMap(([event, list]) => dropOurs(memberOf(hooks, event), list)),
  ]
  const changes = lists.map(([event, list]) => ({
    path: ['hooks', event],
    value: emptied.includes(event) ? undefined : list.filter((entry) => !isOurs(entry)),
  }))
  return editConfig(config, [{ splices, changes }], file)
}

function memberOf(node: SyntaxNode | undefined, key: string): SyntaxNode | undefined {
  return node?.kind === 'object' ? findMember(node, key)?.value : undefined
}

function dropMembers(node: SyntaxNode | undefined, keys: readonly string[]): readonly Splice[] {
  if (node?.kind !== 'object') return []
  return dropElements(spansOf(node), (index) => keys.includes(node.members[index]?.key ?? ''))
}

function dropOurs(node: SyntaxNode | undefined, list: readonly ConfigValue[]): readonly Splice[] {
  if (node?.kind !== 'array') return []
  return dropElements(spansOf(node), (index) => isOurs(list[index] ?? null))
}
