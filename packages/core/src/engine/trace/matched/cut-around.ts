import { LIMITS } from '../../../limits.ts'
import { visibleText } from '../../../text/visible-text.ts'
import type { Finding } from './finding.ts'

/**
 * The part of a text that decided, with as much around it as there is room for; a part that is read and not written
 * there stands alone, and without one the text is shown from its beginning.
 */
export function cutAround(text: string, { part = '', at = text.indexOf(part) }: Finding = {}): string {
  return at < 0 ? cutAt(part, 0, 0) : cutAt(text, at, part.length)
}

function cutAt(text: string, at: number, chars: number): string {
  const max = LIMITS.matchCharsMax
  if (text.length <= max) return visibleText(text)
  const before = Math.floor(Math.max(0, max - chars) / 2)
  const start = wholeCharacter(text, Math.max(0, Math.min(at - before, text.length - max)))
  const end = wholeCharacter(text, Math.min(text.length, start + max))
  return `${start > 0 ? '…' : ''}${visibleText(text.slice(start, end))}${end < text.length ? '…' : ''}`
}

/** Not in the middle of a surrogate pair. */
function wholeCharacter(text: string, at: number): number {
  return at > 0 && at < text.length && (text.codePointAt(at - 1) ?? 0) > 0xffff ? at - 1 : at
}
