import { ConfigError } from '@kvlar/core'

export const WRAP_ERROR_CODES = [
  'WRAP_OPTION_INVALID',
  'WRAP_CLIENT_UNKNOWN',
  'WRAP_FILE_MISSING',
  'WRAP_FILE_UNREADABLE',
  'WRAP_FILE_NOT_REGULAR',
  'WRAP_FILE_HARD_LINKED',
  'WRAP_FILE_TOO_LARGE',
  'WRAP_FILE_NOT_UTF8',
  'WRAP_FILE_READ_ONLY',
  'WRAP_FILE_CHANGED',
  'WRAP_FILE_NOT_WRITTEN',
  'WRAP_SYNTAX_INVALID',
  'WRAP_KEY_DUPLICATE',
  'WRAP_EDIT_UNSAFE',
  'WRAP_BACKUP_FAILED',
  'WRAP_JOURNAL_FAILED',
] as const

/** Why a client configuration was left as it is. */
export type WrapErrorCode = (typeof WRAP_ERROR_CODES)[number]

export interface WrapErrorDetails {
  readonly file: string
  /** What to do about it. */
  readonly help: string
  /** The text and the offset in it that are meant. */
  readonly at?: { readonly text: string; readonly offset: number }
  readonly cause?: unknown
}

/** The error of this part: what is wrong, where, what follows and what to do. */
export function wrapError(code: WrapErrorCode, message: string, details: WrapErrorDetails): ConfigError {
  const { line, column } = details.at === undefined ? { line: 0, column: 0 } : positionOf(details.at)
  const diagnostic = {
    code,
    severity: 'error',
    message,
    file: details.file,
    line,
    column,
    length: 1,
    help: details.help,
  } as const
  return new ConfigError(code, message, [diagnostic], {
    context: { file: details.file },
    ...(details.cause === undefined ? {} : { cause: details.cause }),
  })
}

function positionOf(at: { readonly text: string; readonly offset: number }): {
  line: number
  column: number
} {
  const before = at.text.slice(0, at.offset)
  const lineStart = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: before.length - lineStart + 1 }
}
