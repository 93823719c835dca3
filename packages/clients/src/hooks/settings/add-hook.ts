import type { JsonObject } from '@kvlar/core/json'
import { editConfig } from '../../edit/edit-config.ts'
import { appendElement } from '../../edit/elements.ts'
import { findMember } from '../../formats/find-member.ts'
import { parseConfig } from '../../formats/parse-config.ts'
import { spansOf, type SyntaxNode } from '../../formats/syntax-node.ts'
import { changeValue, valueAt } from '../../formats/value/change-value.ts'
import type { ConfigPath } from '../../formats/value/config-value.ts'
import { toConfigValue } from '../../formats/value/to-config-value.ts'
import { wrapError } from '../../wrap-error.ts'

/** Our entry, and the list below `hooks` in which it is to stand. */
export interface AddedHook {
  readonly event: string
  readonly entry: JsonObject
  /** What else the file must hold. */
  readonly besides: JsonObject
}

/** The text with our entry behind those of others, each left as it stands. @throws ConfigError */
export function addHook(source: string, { event, entry, besides }: AddedHook, file: string): string {
  const lacking = Object.entries(besides).filter(([key]) => !hasKey(source, key, file))
  const text = lacking.reduce((done, [key, value]) => append(done, { path: [key], value }, file), source)
  const { root } = parseConfig('jsonc', text, file)
  const hooks = memberOf(root, 'hooks', { kind: 'object', file })
  if (hooks === undefined) return append(text, { path: ['hooks'], value: { [event]: [entry] } }, file)
  const list = memberOf(hooks, event, { kind: 'array', file })
  if (list === undefined) return append(text, { path: ['hooks', event], value: [entry] }, file)
  return append(text, { path: ['hooks', event, list.items.length], value: entry }, file)
}

interface Added {
  /** Where it stands afterwards: the last of these is new. */
  readonly path: ConfigPath
  readonly value: JsonObject[string]
}

function append(source: string, { path, value }: Added, file: string): string {
  const config = parseConfig('jsonc', source, file)
  const key = path.at(-1)
  const name = typeof key === 'string' ? `${JSON.stringify(key)}: ` : ''
  const write = (unit: string): string => name + JSON.stringify(value, undefined, unit)
  if (config.root.end === 0) {
    const first = `{\n  ${write('  ').split('\n').join('\n  ')}\n}\n`
    const before = config.text.trimEnd()
    return config.byteOrderMark + (before === '' ? first : `${before}\n${first}`)
  }
  const node = path
    .slice(0, -1)
    .reduce<SyntaxNode | undefined>((at, step) => at && childOf(at, step), config.root)
  if (node === undefined) throw unsafe(file, path.slice(0, -1).join('.'))
  const splice = appendElement(config.text, node, { elements: spansOf(node), write })
  const [parent, changed] = [path.slice(0, -1), toConfigValue(value)]
  const list = valueAt(config.value, parent)
  const change = Array.isArray(list)
    ? { path: parent, value: [...list, changed] }
    : { path, value: valueAt(changeValue(config.value, path, changed), path) }
  return editConfig(config, [{ splices: [splice], changes: [change] }], file)
}

function childOf(node: SyntaxNode, step: string | number): SyntaxNode | undefined {
  return node.kind === 'object' && typeof step === 'string' ? findMember(node, step)?.value : undefined
}

function hasKey(text: string, key: string, file: string): boolean {
  const { root } = parseConfig('jsonc', text, file)
  return root.kind === 'object' && findMember(root, key) !== undefined
}

/** @throws ConfigError where something else stands there: it is somebody's, and stays */
function memberOf<K extends SyntaxNode['kind']>(
  node: SyntaxNode,
  key: string,
  { kind, file }: { readonly kind: K; readonly file: string },
): Extract<SyntaxNode, { readonly kind: K }> | undefined {
  if (node.kind !== 'object') throw unsafe(file, key)
  const value = findMember(node, key)?.value
  if (value === undefined) return undefined
  if (!isOfKind(value, kind)) throw unsafe(file, key)
  return value
}

function isOfKind<K extends SyntaxNode['kind']>(
  node: SyntaxNode,
  kind: K,
): node is Extract<SyntaxNode, { readonly kind: K }> {
  return node.kind === kind
}

function unsafe(file: string, key: string): Error {
  return wrapError(
    'WRAP_EDIT_UNSAFE',
    `\`${key}\` in \`${file}\` is not what hooks are listed by; leaving it as it is`,
    {
      file,
      help: 'the client reads no hooks from it as it stands: mend it, or put the hook in place by hand',
    },
  )
}
