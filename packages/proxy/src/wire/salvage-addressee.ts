import { Buffer } from 'node:buffer'
import type { JsonRefusal } from '@kvlar/core'
import { WIRE_LIMITS } from './limits.ts'
import { addresseeOf } from './read-envelope.ts'
import type { Refusal } from './refusal.ts'

/**
 * Whom an unreadable line concerns, so that nobody waits for an answer that has been refused. The reading is a lenient
 * one and good for nothing else: it chooses who is told of a refusal, and nothing of it is forwarded.
 *
 * @param refusal why the strict reader refused the text; undefined when it was not UTF-8
 */
export function salvageAddressee(
  line: Uint8Array,
  refusal: JsonRefusal | undefined,
): Pick<Refusal, 'id' | 'about'> | undefined {
  if (line.length > WIRE_LIMITS.salvageBytesMax) return undefined
  // Of two ids, neither is known to be the one that somebody waits for.
  if (refusal?.code === 'JSON_DUPLICATE_KEY' && refusal.path.length === 1 && refusal.path[0] === 'id')
    return undefined
  try {
    const value: unknown = JSON.parse(
      Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('utf8'),
    )
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    return addresseeOf({ ...value })
  } catch {
    return undefined
  }
}
