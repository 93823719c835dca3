import { foldKey, type JsonValue } from '@kvlar/core'

/**
 * JSON text without the members that only Kvlar may write: `_kvlar` and everything under `kvlar/`, at any depth and
 * under any spelling that folds to it. Undefined when there are none, which most messages show at a glance.
 *
 * @param text valid JSON, as the strict reader has shown
 * @param line its bytes
 * @param value its value
 */
export function stripNamespace(text: string, line: Uint8Array, value: JsonValue): string | undefined {
  // Another spelling needs an escape, or a character beyond ASCII, which makes the bytes longer than the text.
  const plain = text.length === line.length && !text.includes('\\u')
  if (plain && !/kvlar/i.test(text)) return undefined
  return hasOwnKey(value) ? withoutMembers(text) : undefined
}

function isOurs(key: string): boolean {
  const folded = foldKey(key)
  return folded === '_kvlar' || folded.startsWith('kvlar/')
}

function hasOwnKey(value: JsonValue): boolean {
  const left: JsonValue[] = [value]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (typeof next !== 'object' || next === null) continue
    if (!Array.isArray(next) && Object.keys(next).some(isOurs)) return true
    for (const child of Object.values(next)) if (typeof child === 'object' && child !== null) left.push(child)
  }
  return false
}

/** Copies the text and leaves out our members with one comma each; every other character stays. */
function withoutMembers(text: string): string {
  const kept: string[] = []
  /** For each open container: undefined for an array, else whether a member has been kept. */
  const open: (boolean | undefined)[] = []
  let from = 0
  let at = 0
  let mayBeKey = false
  while (at < text.length) {
    const unit = text[at]
    if (unit === '"') {
      const end = stringEnd(text, at)
      if (!mayBeKey) {
        at = end
        continue
      }
      mayBeKey = false
      kept.push(text.slice(from, at))
      from = at
      if (isOurs(keyOf(text.slice(at, end)))) {
        at = valueEnd(text, end)
        from = at
      } else {
        if (open.at(-1) === true) kept.push(',')
        open[open.length - 1] = true
        at = end
      }
      continue
    }
    if (unit === '{' || unit === '[') {
      open.push(unit === '{' ? false : undefined)
      mayBeKey = unit === '{'
    } else if (unit === '}' || unit === ']') {
      open.pop()
      mayBeKey = false
    } else if (unit === ',' && open.at(-1) !== undefined) {
      // The comma of an object is written again before the next member that is kept.
      kept.push(text.slice(from, at))
      from = at + 1
      mayBeKey = true
    }
    at++
  }
  kept.push(text.slice(from))
  return kept.join('')
}

function keyOf(quoted: string): string {
  return String(JSON.parse(quoted))
}

/** Offset after the string that begins at `start`. */
function stringEnd(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at + 1
}

/** Offset after the value of the member whose key ends at `keyEnd`: the comma or brace that follows it. */
function valueEnd(text: string, keyEnd: number): number {
  let depth = 0
  let at = keyEnd
  while (at < text.length) {
    const unit = text[at]
    if (unit === '"') {
      at = stringEnd(text, at)
      continue
    }
    if (depth === 0 && (unit === ',' || unit === '}')) return at
    if (unit === '{' || unit === '[') depth++
    else if (unit === '}' || unit === ']') depth--
    at++
  }
  return at
}
