import { findSecret, findSecrets } from './find-secrets.ts'
import { REDACTED } from './redacted.ts'

/** The text with `[REDACTED]` in place of every secret, in the coding that it stands in; the same text when it has none. */
export function redactSecrets(text: string): string {
  const found = findSecrets(text)
  if (found.length === 0) return text
  let shown = ''
  let at = 0
  for (const { start, end } of found) {
    if (end <= at) continue
    // One that begins inside the last makes it longer.
    shown += start < at ? '' : text.slice(at, start) + REDACTED
    at = end
  }
  return shown + text.slice(at)
}

export function holdsSecret(text: string): boolean {
  return findSecret(text, () => true) !== undefined
}
