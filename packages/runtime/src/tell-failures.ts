import { whyOf, type Tell } from './notice.ts'
import { SettingsError } from './settings/settings-error.ts'

/** What is said when something begins to fail, before the reason, and when it works again. */
export interface FailureWords {
  readonly failing: string
  readonly again: string
  /** Hears of each failure. */
  readonly onFailed?: (() => void) | undefined
}

/** Does what it is given, and tells once when that begins to fail, however often it fails, and once when it works again. */
export function tellFailures(
  tell: Tell,
  { failing, again, onFailed }: FailureWords,
): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let isFailing = false
  return async (work) => {
    try {
      const result = await work()
      if (isFailing) tell({ severity: 'note', text: again })
      isFailing = false
      return result
    } catch (error) {
      onFailed?.()
      if (!isFailing) tell({ severity: 'error', text: `${failing}: ${whyOf(error)}${helpOf(error)}` })
      isFailing = true
      throw error
    }
  }
}

/** What a person can do about it, where that is known. */
function helpOf(error: unknown): string {
  return error instanceof SettingsError && error.help !== undefined ? `; ${error.help}` : ''
}
