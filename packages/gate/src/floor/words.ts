import { spelledWords } from '@kvlar/core'

/** The words of a name in every way it may be read; undefined for one that may look like another. */
export type Words = ReadonlySet<string> | undefined

/** Names of tools and arguments are few and come again with every call; odd ones are not kept. */
const REMEMBERED_MAX = 4096
const REMEMBERED_CHARS_MAX = 64
const remembered = new Map<string, Words>()

export function wordsOf(name: string): Words {
  const known = remembered.get(name)
  if (known !== undefined) return known
  const words = spelledWords(name)
  if (name.length <= REMEMBERED_CHARS_MAX && remembered.size < REMEMBERED_MAX) remembered.set(name, words)
  return words
}

/** Whether one of the words is in the list; a name that cannot be read could have any. */
export function hasWord(words: Words, list: ReadonlySet<string>): boolean {
  if (words === undefined) return true
  for (const word of words) if (list.has(word)) return true
  return false
}
