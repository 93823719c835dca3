import { canonicalJson, createRedactor, parseRegex, type JsonObject, type JsonValue } from '@kvlar/core'
import { keyedDigest, type ApprovalKeys } from './approval-keys.ts'
import type { FieldTest, GrantField, TextPart } from './grant.ts'
import { LIMITS } from './limits.ts'

/** One value at the end of a path, and whether people may see it. */
interface Leaf {
  readonly path: readonly (string | number)[]
  readonly value: JsonValue
  readonly isHidden: boolean
}

/** What changes from call to call without meaning anything: identifiers, timestamps and counters. */
const VOLATILE =
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<![0-9a-z])(?=[a-f]*[0-9])[0-9a-f]{8,}(?![0-9a-z])|[0-9]{4,}/gi

const PATTERN = {
  uuid: '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}',
  hex: '[0-9a-fA-F]{8,200}',
  digits: '[0-9]{1,200}',
} as const

/** What a shape is made with. */
export interface ShapeContext {
  readonly redactFields: readonly string[]
  readonly keys: Pick<ApprovalKeys, 'digest'>
}

/** The shape of a call: every leaf, with volatile parts of texts left open. Undefined when it has too many leaves. */
export function shapeOf(args: JsonObject, context: ShapeContext): readonly GrantField[] | undefined {
  return leavesOf(args, context)?.map((leaf) => ({ path: leaf.path, test: testOf(leaf, context) }))
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
      const source = test.parts.map((part) => ('text' in part ? escaped(part.text) : PATTERN[part.any]))
      const parsed = parseRegex(`^(?:${source.join('')})$`)
      return parsed.ok && !leaf.value.includes('\n') && parsed.regex.test(leaf.value)
    }
  }
}

function testOf({ value, isHidden }: Leaf, { keys }: ShapeContext): FieldTest {
  if (isHidden) return { kind: 'hidden', digest: hiddenDigest(value, keys) }
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
  for (const found of text.matchAll(VOLATILE)) {
    if (found.index > at) parts.push({ text: text.slice(at, found.index) })
    const [part] = found
    parts.push({ any: part.includes('-') ? 'uuid' : /^[0-9]+$/.test(part) ? 'digits' : 'hex' })
    at = found.index + part.length
  }
  if (at < text.length) parts.push({ text: text.slice(at) })
  return parts
}

/** Empty lists and objects are leaves; undefined when there are too many. */
function leavesOf(args: JsonObject, { redactFields }: ShapeContext): readonly Leaf[] | undefined {
  const redactor = createRedactor(redactFields)
  const leaves: Leaf[] = []
  const visit = (value: JsonValue, path: readonly (string | number)[], names: readonly string[]): void => {
    if (leaves.length > LIMITS.grantFieldsMax) return
    const isHidden = names.length > 0 && redactor.hides(names)
    const inner = isHidden || typeof value !== 'object' || value === null ? [] : Object.entries(value)
    if (inner.length === 0 && path.length > 0) leaves.push({ path, value, isHidden })
    const isList = Array.isArray(value)
    for (const [key, item] of inner)
      visit(item, [...path, isList ? Number(key) : key], isList ? names : [...names, key])
  }
  visit(args, [], [])
  return leaves.length > LIMITS.grantFieldsMax ? undefined : leaves
}

function hiddenDigest(value: JsonValue, keys: Pick<ApprovalKeys, 'digest'>): string {
  return keyedDigest(keys.digest, 'kvlar-approval-hidden-v1', canonicalJson(value))
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)
}
