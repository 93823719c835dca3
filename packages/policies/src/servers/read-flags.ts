import type { FlagTable } from './runners.ts'

/** The flags at the start of a command line, and what follows them. */
export interface ReadFlags {
  /** Values by flag, as often as it stands there. */
  readonly values: ReadonlyMap<string, readonly string[]>
  readonly rest: readonly string[]
}

/** Reads the flags before the first operand; undefined when one is not in the table: it may take the next word. */
export function readFlags(words: readonly string[], table: FlagTable): ReadFlags | undefined {
  const values = new Map<string, string[]>()
  let at = 0
  for (; at < words.length; at += 1) {
    const word = words[at] ?? ''
    if (word === '--') return { values, rest: words.slice(at + 1) }
    if (!word.startsWith('-') || word === '-') break
    const { name, joined } = splitFlag(word, table)
    if (table.values.includes(name)) {
      const value = joined ?? words[(at += 1)] ?? ''
      values.set(name, [...(values.get(name) ?? []), value])
    } else if (!table.switches.includes(name)) return undefined
  }
  return { values, rest: words.slice(at) }
}

/** `--name=value`, and `-nvalue` for the letters that take one. */
function splitFlag(word: string, table: FlagTable): { readonly name: string; readonly joined?: string } {
  const equals = word.indexOf('=')
  if (word.startsWith('--')) {
    return equals < 0 ? { name: word } : { name: word.slice(0, equals), joined: word.slice(equals + 1) }
  }
  const letter = word.slice(0, 2)
  const isJoined = word.length > 2 && table.values.includes(letter)
  return isJoined ? { name: letter, joined: word.slice(2) } : { name: word }
}
