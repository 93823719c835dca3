/** What whoever runs Kvlar should know: a line, lower case, without a full stop. */
export interface Notice {
  /** `error`: calls are denied for it. */
  readonly severity: 'note' | 'warning' | 'error'
  readonly text: string
}

/** Takes notices; it must not throw. None ever holds a secret or an argument of a call. */
export type Tell = (notice: Notice) => void

/** Where a program that takes no notices itself is told, as Node tells of its own. */
export const tellProcess: Tell = ({ severity, text }) => {
  if (severity !== 'note') process.emitWarning(text, { type: 'KvlarWarning' })
}

/** What went wrong, with what that came from. */
export function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  return cause instanceof Error ? `${error.message} (${cause.message})` : error.message
}
