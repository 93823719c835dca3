/** Bounds of what somebody sets; beyond them it is refused. */
export const SETTING_LIMITS = {
  /** What stands behind `=`. */
  textCharsMax: 20_000,
  /** One item; no path that a system takes is longer. */
  itemCharsMax: 4096,
  /** Items of one list. */
  itemsMax: 200,
} as const
