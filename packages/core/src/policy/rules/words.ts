import type { Read } from '../../document/map-reader.ts'
import { readList, readName } from '../../document/read-scalar.ts'
import { wordsOf } from '../../match/words.ts'
import { unknownListProblem, WORD_LISTS } from '../lists/named-lists.ts'

/** Words of names, folded, or those of a list; a text that would never be one of them is refused. */
const readWord: Read<readonly string[]> = (node, report) => {
  const text = readName(node, report)
  if (text === undefined) return undefined
  if (text.startsWith('$')) {
    const list = WORD_LISTS.get(text)
    return list ?? report.shared('BAD_VALUE', node, unknownListProblem(text, WORD_LISTS))
  }
  const words = wordsOf(text)
  const [word] = words ?? []
  if (word !== undefined && word === text.toLowerCase()) return [word]
  return report.shared(
    'BAD_VALUE',
    node,
    `\`${text}\` is not one word as names are split, so it would never match`,
    words === undefined
      ? 'write words in the letters a to z; a name with other letters is an error in any case'
      : `names have the words ${words.map((each) => `\`${each}\``).join(', ')} in its place; write one of them`,
  )
}

export const readWords: Read<readonly string[]> = (node, report) => {
  const words = readList(readWord, { min: 1 })(node, report)
  return words && [...new Set(words.flat())]
}
