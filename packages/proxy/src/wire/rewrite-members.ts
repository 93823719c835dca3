/**
 * JSON text with keys written anew and members left out, at any depth; every other character stays as it is.
 *
 * @param text valid JSON, as the strict reader has shown
 * @param write what to write for a key as it is quoted in the text: JSON, or undefined to leave its member out
 */
export function rewriteMembers(text: string, write: (quotedKey: string) => string | undefined): string {
  const kept: string[] = []
  /** For each open container: undefined for an array, else whether a member has been kept. */
  const open: (boolean | undefined)[] = []
  let from = 0
  let at = 0
  let keyNext = false
  while (at < text.length) {
    const character = text[at]
    if (character === '"') {
      const end = stringEnd(text, at)
      if (!keyNext) {
        at = end
        continue
      }
      keyNext = false
      kept.push(text.slice(from, at))
      const written = write(text.slice(at, end))
      if (written === undefined) {
        at = valueEnd(text, end)
      } else {
        // The comma before it was left out, as the member that it followed may have been.
        if (open.at(-1) === true) kept.push(',')
        open[open.length - 1] = true
        kept.push(written)
        at = end
      }
      from = at
      continue
    }
    if (character === '{' || character === '[') {
      open.push(character === '{' ? false : undefined)
      keyNext = character === '{'
    } else if (character === '}' || character === ']') {
      open.pop()
      keyNext = false
    } else if (character === ',' && open.at(-1) !== undefined) {
      kept.push(text.slice(from, at))
      from = at + 1
      keyNext = true
    }
    at++
  }
  kept.push(text.slice(from))
  return kept.join('')
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
    const character = text[at]
    if (character === '"') {
      at = stringEnd(text, at)
      continue
    }
    if (depth === 0 && (character === ',' || character === '}')) return at
    if (character === '{' || character === '[') depth++
    else if (character === '}' || character === ']') depth--
    at++
  }
  return at
}
