/** Longer names are no names; their beginning has words enough. */
const NAME_CHARS_MAX = 256

/** Names of tools and arguments are few and come again with every call. */
const REMEMBERED_MAX = 4096
const remembered = new Map<string, readonly string[]>()

/** The words of a name: parted at signs and where the case changes, in small letters. */
export function wordsOf(name: string): readonly string[] {
  const known = remembered.get(name)
  if (known !== undefined) return known
  const words = name
    .slice(0, NAME_CHARS_MAX)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
  if (name.length <= NAME_CHARS_MAX && remembered.size < REMEMBERED_MAX) remembered.set(name, words)
  return words
}
