import { visibleText } from '@kvlar/core/text'
import { LIMITS } from '../limits.ts'

/** Key names and list positions, as people write them: `items[3].price`; the arguments as a whole are `(arguments)`. */
export function placeText(path: readonly PropertyKey[]): string {
  if (path.length === 0) return '(arguments)'
  const text = path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '')
  const shown = visibleText(text)
  return shown.length > LIMITS.placeCharsMax ? `${shown.slice(0, LIMITS.placeCharsMax)}…` : shown
}
