import { parseRegex } from '@kvlar/core'
import { ITEM_RULES } from './item-types.ts'
import { SETTING_LIMITS } from './limits.ts'
import type { Setting, SettingItem, SettingProblem } from './setting.ts'

/** The items that a text sets, or why it sets none. */
export type ReadItems =
  | { readonly ok: true; readonly items: readonly SettingItem[] }
  | { readonly ok: false; readonly problem: SettingProblem }

/** Reads what somebody sets: one item, or a list with commas; as JSON where an item itself holds a comma. */
export function readItems(setting: Setting, text: string): ReadItems {
  if (text.length > SETTING_LIMITS.textCharsMax)
    return refuse(setting, `is over ${SETTING_LIMITS.textCharsMax} characters long`)
  const texts = setting.isList ? splitList(text) : [text]
  if (texts === undefined) return refuse(setting, 'is neither a list with commas nor a JSON list of texts')
  if (texts.length > SETTING_LIMITS.itemsMax)
    return refuse(setting, `holds over ${SETTING_LIMITS.itemsMax} items`)
  for (const item of texts) {
    const problem = itemProblem(setting, item)
    if (problem !== undefined) return { ok: false, problem }
  }
  const twice = texts.find((item, index) => texts.indexOf(item) < index)
  if (twice !== undefined) return refuse(setting, `names \`${twice}\` twice`)
  return { ok: true, items: texts.map((item) => (setting.type === 'number' ? Number(item) : item)) }
}

function splitList(text: string): readonly string[] | undefined {
  if (!text.trimStart().startsWith('[')) return text.split(',').map((item) => item.trim())
  try {
    const items: unknown = JSON.parse(text)
    if (!Array.isArray(items) || items.length === 0) return undefined
    const isItem = (item: unknown): boolean => typeof item === 'string' || typeof item === 'number'
    return items.every(isItem) ? items.map(String) : undefined
  } catch {
    return undefined
  }
}

function itemProblem(setting: Setting, item: string): SettingProblem | undefined {
  const { name, type, pattern } = setting
  const { rule, problemOf } = ITEM_RULES[type]
  if (item === '') return { message: `\`${name}\` has an empty item`, help: `it must be ${rule}` }
  if (item.length > SETTING_LIMITS.itemCharsMax)
    return { message: `an item of \`${name}\` is over ${SETTING_LIMITS.itemCharsMax} characters long` }
  const problem = problemOf(item)
  if (problem !== undefined) {
    const why = problem === '' ? `\`${name}\` cannot be \`${item}\`` : `\`${name}\`: ${problem}`
    return { message: why, help: `it must be ${rule}` }
  }
  if (pattern === undefined || matchesWhole(pattern, item)) return undefined
  return { message: `\`${name}\` cannot be \`${item}\``, help: `it must match \`${pattern}\` as a whole` }
}

function matchesWhole(pattern: string, text: string): boolean {
  const parsed = parseRegex(`^(?:${pattern})$`)
  return parsed.ok && parsed.regex.test(text)
}

function refuse({ name, type, isList }: Setting, what: string): ReadItems {
  const items = isList ? ', each ' : ' '
  return {
    ok: false,
    problem: {
      message: `\`${name}\` ${what}`,
      help: `it takes ${isList ? 'a list' : 'one item'}${items}${ITEM_RULES[type].rule}`,
    },
  }
}
