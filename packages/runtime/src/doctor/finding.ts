/** One thing that was looked at. */
export interface Finding {
  /** `bad`: something does not work, or is not as safe as it should be. */
  readonly state: 'ok' | 'warning' | 'bad'
  /** What was looked at, in a word or two. */
  readonly about: string
  /** What was found. */
  readonly text: string
  /** How to mend it; absent when there is nothing to mend. */
  readonly fix?: string
  /** Whether it is not there at all. */
  readonly isMissing?: true
}

/** What went wrong, as a finding tells it. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
