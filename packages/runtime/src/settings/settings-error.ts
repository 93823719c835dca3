/** Why Kvlar cannot be opened as it was asked to be. */
export const SETTINGS_ERROR_CODES = [
  /** A setting that does not exist. */
  'SETTINGS_UNKNOWN_KEY',
  /** A setting whose value cannot be used. */
  'SETTINGS_BAD_VALUE',
  /** The policy that is named, or the user's own, is not there. */
  'SETTINGS_NO_POLICY',
  /** The queue that is named is not there. */
  'SETTINGS_NO_QUEUE',
  /** Nothing was counted in the file that is named. */
  'SETTINGS_NO_LIMITS',
  /** The file in which limits are counted is gone, or is another one than before. */
  'SETTINGS_LIMITS_GONE',
  /** No sessions were held in the place that is named. */
  'SETTINGS_NO_SESSIONS',
  /** What was held of sessions is gone, or is another one's than before. */
  'SETTINGS_SESSIONS_GONE',
  /** A file that is named cannot be read. */
  'SETTINGS_UNREADABLE',
  /** Others than its owner can write a file that says who may approve. */
  'SETTINGS_NOT_PRIVATE',
] as const

export type SettingsErrorCode = (typeof SETTINGS_ERROR_CODES)[number]

/** What Kvlar is to be opened with cannot be used; nothing was opened. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
  readonly code: SettingsErrorCode
  /** How to mend it. */
  readonly help: string | undefined

  constructor(code: SettingsErrorCode, message: string, help?: string) {
    super(message)
    this.code = code
    this.help = help
  }
}
