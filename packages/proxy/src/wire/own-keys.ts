import { foldKey, type JsonValue } from '@kvlar/core/json'
import { requestFault, type Fault } from './answers/fault.ts'

/** What begins the keys that only Kvlar may write, by what they fold to; `io.github.kvlar/` is that of permits. */
const PREFIXES = ['kvlar/', 'io.github.kvlar/']

/** Whether some reader takes a key for one of Kvlar's own. */
export function isOwnKey(key: string): boolean {
  const folded = foldKey(key)
  return folded === '_kvlar' || PREFIXES.some((prefix) => folded.startsWith(prefix))
}

/** Whether an object anywhere in a message has a key of Kvlar's. */
export function holdsOwnKeys({ text, line, value }: Written): boolean {
  if (!mayHold({ text, line })) return false
  const left: JsonValue[] = [value]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (typeof next !== 'object' || next === null) continue
    if (!Array.isArray(next) && Object.keys(next).some(isOwnKey)) return true
    for (const child of Object.values(next)) if (typeof child === 'object' && child !== null) left.push(child)
  }
  return false
}

/** A line with its text and its one reading. */
interface Written {
  readonly text: string
  readonly line: Uint8Array
  readonly value: JsonValue
}

/** Another spelling needs an escape, which is gone by the next reading, or a character beyond ASCII: longer as bytes. */
function mayHold({ text, line }: Pick<Written, 'text' | 'line'>): boolean {
  return text.length !== line.length || /kvlar/i.test(text)
}

/** INVARIANT: what a server finds under a key of Kvlar's is from Kvlar, and never from its client. */
export const OWN_KEY_FAULT: Fault = requestFault(
  'RESERVED_KEY',
  'a key begins with `_kvlar`, `kvlar/` or `io.github.kvlar/`, which only Kvlar may write',
)
