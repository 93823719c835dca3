/** What a terminal would hide or obey; JSON itself escapes only a part of it. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu

/** A value as JSON on one line that holds no character a terminal would obey: it means the same, escaped. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(INVISIBLE, escaped)
}

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('')
}
