import { foldKey } from '../../json/fold-key.ts'
import type { JsonObject } from '../../json-value.ts'
import { undressed } from './undressed.ts'

/**
 * Whether an object has a key that a reader which ignores case, Unicode form or what stands around a name may take for
 * the one a rule reads; `except` is none.
 */
export type TwinTest = (object: JsonObject, except?: string) => boolean

/**
 * Looks for twins of one key. A twin makes a condition an error: with `Path` beside or instead of `path`, a server
 * whose decoder ignores case would run on an argument that the rule never saw; so would one that trims names, or that
 * takes `path[]` and `path[0]` for a list as forms write it.
 */
export function createTwinTest(key: string): TwinTest {
  const folded = foldKey(key)
  return (object, except) => {
    for (const candidate in object) {
      if (candidate === key || candidate === except) continue
      if (mayFold(candidate, folded) && foldKey(candidate) === folded) return true
      if (isDressed(candidate) && foldKey(bareName(candidate)) === folded) return true
    }
    return false
  }
}

/** What some reader takes off a name stands at one of its ends, or behind a NUL. */
const DRESSED = /^[\0-'`\x7f-\xa0\u1680-\uffff]|[\0-'`.\]\x7f-\xa0\u1680-\uffff]$|\0/

/** Rules most keys out without a regular expression: those that begin and end as plain names do. */
function isDressed(candidate: string): boolean {
  const isPlain =
    isPlainUnit(candidate.charCodeAt(0)) &&
    isPlainUnit(candidate.charCodeAt(candidate.length - 1)) &&
    !candidate.includes('\0')
  return !isPlain && DRESSED.test(candidate)
}

/** An ASCII letter, a digit or `_`. */
function isPlainUnit(unit: number): boolean {
  const small = unit | CASE_BIT
  return (small >= 0x61 && small <= 0x7a) || (unit >= 0x30 && unit <= 0x39) || unit === 0x5f
}

function bareName(name: string): string {
  return undressed(undressed(name).replace(/(?:\[[0-9]*\]|\.)+$/, ''))
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
