import { INVISIBLE } from './visible-text.ts'

/** JSON itself escapes only a part of what a terminal would hide or obey. */
const EACH = new RegExp(INVISIBLE.source, 'gu')

/** A value as JSON on one line that holds no character a terminal would obey: it means the same, escaped. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(EACH, escaped)
}

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('')
}
