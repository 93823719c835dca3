import { foldKey } from '../../json/fold-key.ts'
import type { JsonObject } from '../../json-value.ts'

/** Whether an object has a key that a reader which ignores case or Unicode form may take for the one a rule reads. */
export type TwinTest = (object: JsonObject) => boolean

/**
 * Looks for twins of one key. A twin makes a condition an error: with `Path` beside or instead of `path`, a server
 * whose decoder ignores case would run on an argument that the rule never saw.
 */
export function createTwinTest(key: string): TwinTest {
  const folded = foldKey(key)
  return (object) => {
    for (const candidate in object) {
      if (candidate !== key && mayFold(candidate, folded) && foldKey(candidate) === folded) return true
    }
    return false
  }
}

/** Rules most keys out without making a string: an ASCII key folds to one of its own length and letters. */
function mayFold(candidate: string, folded: string): boolean {
  for (let at = 0; at < candidate.length; at++) {
    const unit = candidate.charCodeAt(at)
    if (unit > ASCII_MAX) return true
    // Setting this bit makes ASCII capitals small; for other characters it only makes the test less sharp.
    if ((unit | CASE_BIT) !== (folded.charCodeAt(at) | CASE_BIT)) return hasNonAscii(candidate, at)
  }
  return candidate.length === folded.length
}

const ASCII_MAX = 0x7f
const CASE_BIT = 0x20

function hasNonAscii(text: string, from: number): boolean {
  for (let at = from; at < text.length; at++) if (text.charCodeAt(at) > ASCII_MAX) return true
  return false
}
