import { SLOT, type Setting, type SettingItem } from './setting.ts'

/** What says how an item is written. */
export type Form = Pick<Setting, 'type' | 'form'>

/** What stands in the policy for an item that somebody sets. */
export function formed({ type, form }: Form, item: SettingItem): SettingItem {
  if (type === 'schema') return item === '*' ? item : `${item}.*`
  return form === SLOT ? item : form.split(SLOT).join(String(item))
}

/** What somebody would set so that the item is written; undefined where nothing would. */
export function unformed({ type, form }: Form, item: unknown): SettingItem | undefined {
  if (typeof item === 'number') return form === SLOT ? item : undefined
  if (typeof item !== 'string') return undefined
  if (type === 'schema' && item === '*') return item
  const [before = '', after = ''] = (type === 'schema' ? `${SLOT}.*` : form).split(SLOT)
  const fits = item.startsWith(before) && item.endsWith(after) && item.length >= before.length + after.length
  return fits ? item.slice(before.length, item.length - after.length) : undefined
}
