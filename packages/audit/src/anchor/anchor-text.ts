import { Frontier } from '../merkle/frontier.ts'
import { base64, malformedNote, noteField } from '../note/note-field.ts'
import type { Anchor } from './anchor.ts'

/** The first line of every anchor, before the chain id. */
export const ANCHOR_PREFIX = 'kvlar/anchor/'

/** The text that is signed, one value on a line; the roots of the complete subtrees stand last, largest first. */
export function anchorText({ chain, state, keyInForce, timeMs, keyId, suite }: Anchor): string {
  const lines = [
    `${ANCHOR_PREFIX}${chain}`,
    String(state.size),
    base64(new Frontier(state.size, state.subtrees).root()),
    `time ${new Date(timeMs).toISOString()}`,
    `key ${keyId}`,
    `suite ${suite}`,
    `in-force ${keyInForce}`,
    `last ${base64(state.last ?? new Uint8Array())}`,
    ...state.subtrees.map((root) => `subtree ${base64(root)}`),
  ]
  return `${lines.join('\n')}\n`
}

/**
 * Reads exactly what `anchorText` writes.
 * @throws AuditError `AUDIT_CHECKPOINT_MALFORMED` on anything else
 */
export function parseAnchorText(text: string): Anchor {
  const lines = text.split('\n')
  if (lines.pop() !== '') throw malformedNote('it does not end in a line feed')
  const [origin, size, , time, key, suite, inForce, last, ...subtrees] = lines
  const anchor: Anchor = {
    chain: noteField.chain(noteField.after(ANCHOR_PREFIX, origin)),
    state: {
      size: noteField.size(size),
      subtrees: subtrees.map((line) => noteField.hash(noteField.after('subtree ', line))),
      last: noteField.hash(noteField.after('last ', last)),
    },
    keyInForce: noteField.digest(noteField.after('in-force ', inForce)),
    timeMs: noteField.time(noteField.after('time ', time)),
    keyId: noteField.digest(noteField.after('key ', key)),
    suite: noteField.suite(noteField.after('suite ', suite)),
  }
  if (anchor.state.size === 0 || rewritten(anchor) !== text)
    throw malformedNote('an anchor is not in canonical form')
  return anchor
}

/** Undefined when the subtrees do not fit the size. */
function rewritten(anchor: Anchor): string | undefined {
  try {
    return anchorText(anchor)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
