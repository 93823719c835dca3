/** What one item of a setting is. */
export const ITEM_TYPES = ['text', 'name', 'path', 'host', 'domain', 'schema', 'table', 'number'] as const
export type ItemType = (typeof ITEM_TYPES)[number]

export type SettingItem = string | number

/**
 * A value of a curated policy that people set to their own, declared in the policy itself under `x-settings`.
 *
 * The value stands there with an anchor, and the rules take it by alias; so the file is a policy as it is, and setting
 * means replacing one value in it.
 */
export interface Setting {
  readonly name: string
  readonly type: ItemType
  /** It takes one item or more; written as the plural of the type. */
  readonly isList: boolean
  /** One line for people: what it is for. */
  readonly help: string
  /** RE2 that every item must match as a whole, where the type is not narrow enough. */
  readonly pattern?: string
  /** How an item is written into the policy: `{}` stands for what is set. */
  readonly form: string
  /** What the policy has when nothing is set, as one would set it. */
  readonly default: readonly SettingItem[]
}

/** Why settings cannot be taken, and what to do. */
export interface SettingProblem {
  readonly message: string
  readonly help?: string
}

/** The note that holds the settings of a policy. */
export const SETTINGS_KEY = 'x-settings'

/** The placeholder in `form`. */
export const SLOT = '{}'
