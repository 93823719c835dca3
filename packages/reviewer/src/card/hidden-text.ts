import type { HiddenValue } from '@kvlar/approvals'

const DIGEST_CHARS = 26

/** What is known of a hidden value, for people. */
export function hiddenText(hidden: HiddenValue | undefined): string {
  if (hidden === undefined) return 'hidden'
  const { type, length, digest } = hidden
  const kind = type === 'string' ? 'text' : type
  return `hidden ${kind}${length === undefined ? '' : `, length ${length}`}, ${digest.slice(0, DIGEST_CHARS)}\u2026`
}
