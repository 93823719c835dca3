import type { ConfigValue } from '../value/config-value.ts'
import { toConfigValue } from '../value/to-config-value.ts'

const STRING = String.raw`"[^"\\]*(?:\\.[^"\\]*)*"`
const COMMENT = new RegExp(String.raw`(${STRING})|//[^\r\n]*|/\*[^]*?\*/`, 'g')
const TRAILING_COMMA = new RegExp(String.raw`(${STRING})|,(?=\s*[}\]])`, 'g')

/**
 * What a JSONC file means, by JSON.parse: on purpose not by the reader that finds the places to edit,
 * so that one mistake cannot both damage a file and approve it.
 */
export function jsoncValue(text: string): ConfigValue {
  const plain = plainValue(text)
  if (plain !== undefined) return plain
  const bare = text.replace(COMMENT, keepString).replace(TRAILING_COMMA, keepString)
  return toConfigValue(JSON.parse(bare))
}

/** Most files are plain JSON. */
function plainValue(text: string): ConfigValue | undefined {
  try {
    return toConfigValue(JSON.parse(text))
  } catch {
    return undefined
  }
}

function keepString(_match: string, literal: string | undefined): string {
  return literal ?? ' '
}
