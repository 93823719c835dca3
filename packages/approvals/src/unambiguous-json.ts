import { readJson, type JsonValue } from '@kvlar/core/json'

/** What came of reading a body: a value, or why it has no single reading. */
export type UnambiguousJson =
  { readonly ok: true; readonly value: JsonValue } | { readonly ok: false; readonly why: string }

/**
 * Reads a body that people or programs send us. What some other reader would take for something else is refused: keys
 * that fold to one another, numbers that no double holds, half characters.
 */
export function readUnambiguousJson(text: string): UnambiguousJson {
  const read = readJson(text, { multiline: true })
  if (!read.ok) return { ok: false, why: read.refusal.message }
  // How a number is written changes nothing here: no bytes are passed on.
  const found = read.findings.find(({ kind }) => kind !== 'number_form')
  if (found === undefined && !read.findingsOmitted) return { ok: true, value: read.value }
  return { ok: false, why: `it can be read in two ways (${found?.kind ?? 'too much'})` }
}
