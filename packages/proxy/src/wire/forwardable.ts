import { Buffer, isAscii } from 'node:buffer'

/**
 * Characters beyond ASCII that some reader takes for the end of a line (Unicode UAX #14: NEL, LS, PS): Node's
 * `readline` and Python's `splitlines` do. In JSON they may stand unescaped only inside strings, where an escape
 * says the same; ASCII line ends cannot stand there at all.
 */
const LINE_ENDS: readonly (readonly [character: string, escape: string])[] = [
  ['\u0085', '\\u0085'],
  ['\u2028', '\\u2028'],
  ['\u2029', '\\u2029'],
]

/**
 * The bytes to forward for a line that the strict reader has accepted: the line itself, or, where it holds a character
 * that could be read as a line end, the same JSON with that character escaped. Numbers keep every digit.
 *
 * @param line bytes of valid JSON without an ASCII control character other than tab
 */
export function forwardable(line: Uint8Array): Uint8Array {
  if (isAscii(line)) return line
  const bytes = Buffer.from(line.buffer, line.byteOffset, line.byteLength)
  if (LINE_ENDS.every(([character]) => !bytes.includes(character))) return line
  return Buffer.from(withoutLineEnds(bytes.toString('utf8')))
}

/** JSON text with every character that could be read as a line end escaped. */
export function withoutLineEnds(json: string): string {
  let text = json
  for (const [character, escape] of LINE_ENDS) text = text.replaceAll(character, escape)
  return text
}
