import { hash } from 'node:crypto'
import { LIMITS } from '../limits.ts'

const KEPT_CHARS = 1024

/**
 * A text from outside as an entry can hold it: a very long one is cut, with its digest and length, so that a call with
 * a huge name is recorded like any other; half surrogate pairs, which have no bytes, are replaced.
 */
export function clipText(text: string): string {
  if (text.length <= LIMITS.textCharsMax) return text.toWellFormed()
  const digest = hash('sha256', text.toWellFormed(), 'hex')
  return `${text.slice(0, KEPT_CHARS).toWellFormed()}… [${text.length} characters, sha256:${digest}]`
}
