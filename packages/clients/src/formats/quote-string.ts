/**
 * A string literal that JSON, TOML and YAML read alike.
 *
 * A JSON string is a TOML basic string and a YAML double-quoted scalar once the controls and line separators that
 * JSON lets stand (TOML 1.0 "String", YAML 1.2 section 5.1) are escaped too.
 */
export function quoteString(value: string): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
