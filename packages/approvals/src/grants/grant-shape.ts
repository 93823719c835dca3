import { createRedactor, parseRegex, type Redactor } from '@kvlar/core'
import { canonicalJson, type JsonObject, type JsonValue } from '@kvlar/core/json'
import { keyedDigest, type ApprovalKeys } from '../store/approval-keys.ts'
import type { FieldTest, GrantField, TextPart } from './grant.ts'
import { LIMITS } from '../limits.ts'

/** One value at the end of a path, and whether people may see it. */
interface Leaf {
  readonly path: readonly (string | number)[]
  readonly value: JsonValue
  readonly isHidden: boolean
}

/**
 * What changes from call to call without meaning anything: identifiers, dates and counters that stand in a path or in a
 * longer name. A number by itself is none of them: it may be an amount, a port or a limit.
 */
const VOLATILE =
  /(?<![0-9a-z])(?:(?<uuid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})|(?<digits>(?<=[0-9a-z][-_]|\/)[0-9]{6,})|(?<hex>(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{8,}))(?![0-9a-z])/

/** Names of hosts, addresses of people, and words with a dot, which may be either or an amount: never left open. */
const MEANT = /\/\/[^/?#\s]*|(?<!\S)\S*@\S*|(?<!\S)[^\s/]*[^\s/.]\.[^\s/.]\S*/

const MEANT_OR_VOLATILE = new RegExp(`${MEANT.source}|${VOLATILE.source}`, 'gi')

function pattern(part: Exclude<TextPart, { readonly text: string }>): string {
  switch (part.any) {
    case 'uuid':
      return '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}'
    case 'hex':
      return `[0-9a-fA-F]{${part.length}}`
    case 'digits':
      return `[0-9]{${part.length}}`
  }
}

/** What a shape is made with. */
export interface ShapeContext {
  readonly redactFields: readonly string[]
  readonly keys: Pick<ApprovalKeys, 'digest'>
}

/** The shape of a call: every leaf, with volatile parts of texts left open. Undefined when it has too many leaves. */
export function shapeOf(args: JsonObject, context: ShapeContext): readonly GrantField[] | undefined {
  return leavesOf(args, context)?.map((leaf) => ({ path: leaf.path, test: testOf(leaf, context) }))
}

/** The fields that the shape of a call leaves open, for a reviewer to see before they grant it. */
export function openFields(args: JsonObject, redactFields: readonly string[]): readonly GrantField[] {
  const seen = (leavesOf(args, { redactFields }) ?? []).filter(({ isHidden }) => !isHidden)
  return seen
    .map(({ path, value }): GrantField => ({ path, test: seenTest(value) }))
    .filter(({ test }) => test.kind === 'like')
}

/** Whether a call has exactly the leaves of a shape, and each passes its test. */
export function fitsShape(args: JsonObject, fields: readonly GrantField[], context: ShapeContext): boolean {
  const leaves = leavesOf(args, context)
  if (leaves === undefined || leaves.length !== fields.length) return false
  const byPath = new Map(leaves.map((leaf) => [JSON.stringify(leaf.path), leaf]))
  return fields.every(({ path, test }) => {
    const leaf = byPath.get(JSON.stringify(path))
    return leaf !== undefined && fits(leaf, test, context)
  })
}

function fits(leaf: Leaf, test: FieldTest, { keys }: ShapeContext): boolean {
  switch (test.kind) {
    case 'equals':
      return !leaf.isHidden && canonicalJson(leaf.value) === canonicalJson(test.value)
    case 'hidden':
      return leaf.isHidden && hiddenDigest(leaf.value, keys) === test.digest
    case 'like': {
      if (leaf.isHidden || typeof leaf.value !== 'string') return false
      const source = test.parts.map((part) => ('text' in part ? escaped(part.text) : pattern(part)))
      const parsed = parseRegex(`^(?:${source.join('')})$`)
      return parsed.ok && !leaf.value.includes('\n') && parsed.regex.test(leaf.value)
    }
  }
}

function testOf({ value, isHidden }: Leaf, { keys }: ShapeContext): FieldTest {
  return isHidden ? { kind: 'hidden', digest: hiddenDigest(value, keys) } : seenTest(value)
}

function seenTest(value: JsonValue): FieldTest {
  if (typeof value !== 'string' || value.includes('\n') || value.length > LIMITS.nameCharsMax)
    return { kind: 'equals', value }
  const parts = partsOf(value)
  // A text that is nothing but volatile says nothing about what was approved.
  return parts.some((part) => 'any' in part) && parts.some((part) => 'text' in part)
    ? { kind: 'like', parts }
    : { kind: 'equals', value }
}

function partsOf(text: string): readonly TextPart[] {
  const parts: TextPart[] = []
  let at = 0
  for (const { 0: found, index, groups = {} } of text.matchAll(MEANT_OR_VOLATILE)) {
    const any = ANY.find((kind) => groups[kind] !== undefined)
    if (any === undefined) continue
    if (index > at) parts.push({ text: text.slice(at, index) })
    parts.push(any === 'uuid' ? { any } : { any, length: found.length })
    at = index + found.length
  }
  if (at < text.length) parts.push({ text: text.slice(at) })
  return parts
}

const ANY = ['uuid', 'hex', 'digits'] as const

/** Empty lists and objects are leaves; undefined when there are too many. */
function leavesOf(
  args: JsonObject,
  { redactFields }: Pick<ShapeContext, 'redactFields'>,
): readonly Leaf[] | undefined {
  const redactor = createRedactor(redactFields)
  const leaves: Leaf[] = []
  const visit = (value: JsonValue, path: readonly (string | number)[], names: readonly string[]): void => {
    if (leaves.length > LIMITS.grantFieldsMax) return
    const isHidden = (names.length > 0 && redactor.hides(names)) || isSecret(value, redactor)
    const inner = isHidden || typeof value !== 'object' || value === null ? [] : Object.entries(value)
    if (inner.length === 0 && path.length > 0) leaves.push({ path, value, isHidden })
    const isList = Array.isArray(value)
    for (const [key, item] of inner)
      visit(item, [...path, isList ? Number(key) : key], isList ? names : [...names, key])
  }
  visit(args, [], [])
  return leaves.length > LIMITS.grantFieldsMax ? undefined : leaves
}

/** Whether a leaf holds a secret by its content; lists and objects are asked leaf by leaf. */
function isSecret(value: JsonValue, redactor: Redactor): boolean {
  return typeof value !== 'object' && redactor.redact(value) !== value
}

function hiddenDigest(value: JsonValue, keys: Pick<ApprovalKeys, 'digest'>): string {
  return keyedDigest(keys.digest, 'kvlar-approval-hidden-v1', canonicalJson(value))
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)
}
