import type { JsonValue } from '@kvlar/core/json'
import type { Side } from './message.ts'
import { holdsOwnKeys, isOwnKey } from './own-keys.ts'
import { rewriteMembers } from './rewrite-members.ts'

/** One line as the strict reader has read it. */
export interface ReadLine {
  readonly text: string
  readonly line: Uint8Array
  readonly value: JsonValue
  /** Whether a key was written with an escape. */
  readonly escapedKeys: boolean
}

/**
 * The text to read and forward instead, when keys must not go on as they are. A server's members under keys that only
 * Kvlar may write are left out. Keys that need no escape lose it: V8 can read an escaped key as
 * another one (see `readJson`), so that a server would run other arguments than were judged. A key that holds a quote
 * or a backslash keeps its escape; it can be misread only as another key that holds a backslash.
 *
 * @returns undefined when the text may stay
 */
export function cleanKeys(read: ReadLine, from: Side): string | undefined {
  const strips = from === 'server' && holdsOwnKeys(read)
  if (!strips && !read.escapedKeys) return undefined
  return rewriteMembers(read.text, (quoted) => {
    if (!strips && !quoted.includes('\\')) return quoted
    const key = String(JSON.parse(quoted))
    return strips && isOwnKey(key) ? undefined : JSON.stringify(key)
  })
}
