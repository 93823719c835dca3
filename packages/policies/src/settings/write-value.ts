import { isScalar, isSeq, parseDocument, type Document, type YAMLSeq } from 'yaml'
import type { SettingItem } from './setting.ts'

/**
 * Replaces one value of a YAML text and nothing else: comments, order and spacing stay.
 *
 * INVARIANT: the new text means what the old one means with that value replaced; otherwise nothing is returned.
 *
 * @param path keys that lead to a scalar or a list of scalars
 * @param value of the same kind as the value that stands there
 */
export function writeValue(
  text: string,
  path: readonly string[],
  value: SettingItem | readonly SettingItem[],
): string {
  const document = parseDocument(text)
  const node = document.getIn(path, true)
  const { start, end, replacement } = replacementOf(text, node, value)
  const changed = text.slice(0, start) + replacement + text.slice(end)
  replaceIn(document, node, value)
  if (meaningOf(parseDocument(changed)) !== meaningOf(document))
    throw new Error(`\`${path.join('.')}\` could not be replaced without changing something else`)
  return changed
}

/** Whether a scalar stands where the keys lead. */
export function hasScalar(text: string, path: readonly string[]): boolean {
  return isScalar(parseDocument(text).getIn(path, true))
}

interface Replacement {
  readonly start: number
  readonly end: number
  readonly replacement: string
}

function replacementOf(
  text: string,
  node: unknown,
  value: SettingItem | readonly SettingItem[],
): Replacement {
  if (isSeq(node) && node.range && isList(value)) {
    const [start, end] = node.range
    return node.flow === true
      ? { start, end, replacement: `[${value.map(literalOf).join(', ')}]` }
      : blockReplacement(text, node, value)
  }
  if (isScalar(node) && node.range && !isList(value) && !node.type?.startsWith('BLOCK')) {
    const [start, end] = node.range
    return { start, end, replacement: literalOf(value) }
  }
  throw new Error('the value to replace is not of the kind that is set')
}

/** From the first dash to the end of the last item, with the comments between: they were about the items that go. */
function blockReplacement(text: string, list: YAMLSeq, value: readonly SettingItem[]): Replacement {
  const start = list.range?.[0] ?? 0
  const last = list.items.at(-1)
  const end = (isScalar(last) ? last.range?.[2] : undefined) ?? start
  const indent = ' '.repeat(start - text.lastIndexOf('\n', start) - 1)
  const lines = value.map((item) => `- ${literalOf(item)}`).join(`\n${indent}`)
  return { start, end, replacement: text.slice(start, end).endsWith('\n') ? `${lines}\n` : lines }
}

/** Plain where every reader of YAML takes it for the same text, quoted otherwise. */
function literalOf(item: SettingItem): string {
  if (typeof item === 'number') return String(item)
  const isPlain = /^[A-Za-z/][A-Za-z0-9_/.-]*$/.test(item) && !WORDS_WITH_A_MEANING.test(item)
  return isPlain ? item : `'${item.replaceAll("'", "''")}'`
}

/** YAML 1.1 reads more words as values than YAML 1.2, and some editors still read 1.1. */
const WORDS_WITH_A_MEANING = /^(?:null|true|false|yes|no|on|off|y|n)$/i

function replaceIn(document: Document, node: unknown, value: SettingItem | readonly SettingItem[]): void {
  if (isSeq(node) && isList(value)) node.items = value.map((item) => document.createNode(item))
  else if (isScalar(node)) node.value = value
}

function meaningOf(document: Document): string {
  const [problem] = [...document.errors, ...document.warnings]
  return problem === undefined ? JSON.stringify(document.toJS({ maxAliasCount: -1 })) : problem.message
}

function isList(value: SettingItem | readonly SettingItem[]): value is readonly SettingItem[] {
  return typeof value === 'object'
}
