/** The UTF-8 of a text, or undefined when it has lone surrogates (two such texts would encode alike) or is too long. */
export function wellFormedUtf8(text: unknown, bytesMax: number): Uint8Array | undefined {
  if (typeof text !== 'string' || text.length > bytesMax || !text.isWellFormed()) return undefined
  const bytes = Buffer.from(text, 'utf8')
  return bytes.length <= bytesMax ? new Uint8Array(bytes) : undefined
}
