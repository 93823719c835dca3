/** Where a value stands in the bytes of a JSON text: from its first byte to the one after its last. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A member of an object: its name, and where name and value stand. */
export interface Member extends Span {
  readonly name: string
  readonly value: Span
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d

/**
 * Finds a member of an object. For bytes that are known to be valid JSON, from the strict reader; it finds places, it
 * does not judge. Parts of a message can so be cut out while the rest keeps its bytes.
 */
export function findMember(bytes: Uint8Array, object: Span, name: string): Member | undefined {
  for (const part of parts(bytes, object)) {
    const nameEnd = skipString(bytes, part.start)
    const found: unknown = JSON.parse(
      Buffer.from(bytes.buffer, bytes.byteOffset + part.start, nameEnd - part.start).toString(),
    )
    if (found !== name) continue
    const start = skipBlank(bytes, skipBlank(bytes, nameEnd) + 1)
    return { ...part, name, value: { start, end: part.end } }
  }
  return undefined
}

/** Where the elements of an array, or the members of an object, stand. */
export function parts(bytes: Uint8Array, container: Span): Span[] {
  const found: Span[] = []
  let depth = 0
  let start = -1
  let end = -1
  for (let at = container.start + 1; at < container.end; at++) {
    const byte = bytes[at]
    if (depth === 0 && (byte === COMMA || byte === CLOSE_BRACKET || byte === CLOSE_BRACE)) {
      if (start !== -1) found.push({ start, end })
      start = -1
      continue
    }
    if (isBlank(byte)) continue
    if (start === -1) start = at
    if (byte === QUOTE) at = skipString(bytes, at) - 1
    else if (byte === OPEN_BRACKET || byte === OPEN_BRACE) depth++
    else if (byte === CLOSE_BRACKET || byte === CLOSE_BRACE) depth--
    end = at + 1
  }
  return found
}

/** The whole text without the blanks around it. */
export function wholeSpan(bytes: Uint8Array): Span {
  let end = bytes.length
  while (end > 0 && isBlank(bytes[end - 1])) end--
  return { start: skipBlank(bytes, 0), end }
}

function skipString(bytes: Uint8Array, quote: number): number {
  let at = quote + 1
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1
  return at + 1
}

function skipBlank(bytes: Uint8Array, from: number): number {
  let at = from
  while (isBlank(bytes[at])) at++
  return at
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d
}
