import { eachInvisible } from './invisible.ts'

/**
 * A value as JSON on one line that holds no character a terminal would obey: it means the same, escaped. JSON itself
 * escapes only a part of them.
 */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(eachInvisible(), escaped)
}

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('')
}
