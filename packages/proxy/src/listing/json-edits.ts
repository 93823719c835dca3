import { findMember, parts, wholeSpan, type Span } from './json-spans.ts'

/** Bytes to be written in the place of others. */
export interface Edit extends Span {
  readonly text: Uint8Array
}

/** Leaves parts out of an array or object, by their place in it. */
export function keepParts(
  bytes: Uint8Array,
  container: Span,
  isKept: (part: Span, index: number) => boolean,
): Edit {
  const pieces = parts(bytes, container)
    .filter(isKept)
    .flatMap(({ start, end }, index) => [Buffer.from(index === 0 ? '' : ','), bytes.subarray(start, end)])
  const opening = bytes.subarray(container.start, container.start + 1)
  const closing = bytes.subarray(container.end - 1, container.end)
  return { ...container, text: Buffer.concat([opening, ...pieces, closing]) }
}

/** Leaves members out of an object, by their names. */
export function cutMembers(bytes: Uint8Array, object: Span, names: readonly string[]): Edit {
  const cut = new Set(names.map((name) => findMember(bytes, object, name)?.start))
  return keepParts(bytes, object, ({ start }) => !cut.has(start))
}

/** The bytes with these edits, which do not overlap; every other byte stays. */
export function applyEdits(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  const pieces: Uint8Array[] = []
  let at = 0
  for (const { start, end, text } of edits.toSorted((a, b) => a.start - b.start)) {
    pieces.push(bytes.subarray(at, start), text)
    at = end
  }
  pieces.push(bytes.subarray(at))
  return Buffer.concat(pieces)
}

/** The bytes without these members of the object at the end of a path. */
export function cutAt(bytes: Uint8Array, path: readonly string[], names: readonly string[]): Uint8Array {
  const object = spanAt(bytes, path)
  return applyEdits(bytes, [cutMembers(bytes, object, names)])
}

/** The bytes with another value of a member of the outermost object. */
export function setMember(bytes: Uint8Array, name: string, json: string): Uint8Array {
  return applyEdits(bytes, [{ ...spanAt(bytes, [name]), text: Buffer.from(json) }])
}

/** The bytes with one more member of the object at the end of a path, which does not have it yet. */
export function addMember(
  bytes: Uint8Array,
  path: readonly string[],
  member: { readonly name: string; readonly json: string },
): Uint8Array {
  const object = spanAt(bytes, path)
  const start = object.start + 1
  const comma = parts(bytes, object).length > 0 ? ',' : ''
  const text = Buffer.from(`${JSON.stringify(member.name)}:${member.json}${comma}`)
  return applyEdits(bytes, [{ start, end: start, text }])
}

function spanAt(bytes: Uint8Array, path: readonly string[]): Span {
  let span = wholeSpan(bytes)
  for (const name of path) {
    const member = findMember(bytes, span, name)
    if (member === undefined) throw new Error('a member that was read is not in the bytes')
    span = member.value
  }
  return span
}
