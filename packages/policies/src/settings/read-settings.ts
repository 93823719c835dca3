import { parseRegex } from '@kvlar/core'
import { parseDocument } from 'yaml'
import { unformed } from './item-form.ts'
import { ITEM_TYPES, SETTINGS_KEY, SLOT, type Setting } from './setting.ts'

const KEYS: ReadonlySet<string> = new Set(['type', 'help', 'pattern', 'form', 'value'])

/**
 * The settings that a curated policy declares, in their order; none without the note.
 *
 * @throws Error for a declaration that its author got wrong
 */
export function readSettings(policy: string): readonly Setting[] {
  // `maxAliasCount`: the texts are ours, and a policy names its lists in every rule.
  const root: unknown = parseDocument(policy).toJS({ maxAliasCount: -1 })
  const declared = isMap(root) ? root[SETTINGS_KEY] : undefined
  if (declared === undefined) return []
  if (!isMap(declared)) throw new Error(`\`${SETTINGS_KEY}\` is not a map`)
  return Object.entries(declared).map(([name, value]) => readSetting(name, value))
}

function readSetting(name: string, declared: unknown): Setting {
  const wrong = (what: string): never => {
    throw new Error(`the setting \`${name}\` ${what}`)
  }
  if (!/^[a-z][a-z0-9-]*$/.test(name)) wrong('is not named in lower case')
  if (!isMap(declared)) return wrong('is not a map')
  const unknown = Object.keys(declared).find((key) => !KEYS.has(key))
  if (unknown !== undefined) wrong(`has the unknown key \`${unknown}\``)
  const { type, help, pattern, form = SLOT, value } = declared
  const isList = Array.isArray(value)
  const itemType = ITEM_TYPES.find((one) => type === (isList ? `${one}s` : one))
  if (itemType === undefined) return wrong('has no known type, or a type that its value does not have')
  if (typeof help !== 'string' || help === '') return wrong('has no help')
  if (typeof form !== 'string' || form.split(SLOT).length !== 2)
    return wrong(`needs one \`${SLOT}\` in its form`)
  if (pattern !== undefined && (typeof pattern !== 'string' || !parseRegex(pattern).ok))
    return wrong('has a pattern that does not parse')
  const items: readonly unknown[] = isList ? value : [value]
  if (items.length === 0) wrong('has an empty value')
  return {
    name,
    type: itemType,
    isList,
    help,
    ...(pattern !== undefined && { pattern }),
    form,
    default: items.map(
      (item) =>
        unformed({ type: itemType, form }, item) ?? wrong('has a value that is not written in its form'),
    ),
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
