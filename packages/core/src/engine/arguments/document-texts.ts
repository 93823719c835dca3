import type { JsonValue } from '../../json-value.ts'
import { visitPlacedTexts } from './texts-of.ts'

/** Last words of the names of arguments that are what is written, said or asked, not where: `body`, `commit_message`. */
const WORDS: ReadonlySet<string> = new Set(
  (
    'body caption comment comments content contents description details diff draft explanation html instruction ' +
    'instructions markdown md message note notes patch prompt q query question reason reply subject summary text ' +
    'thought title'
  ).split(' '),
)

/** Such names of which the last word says nothing by itself: what editors of texts call what they change. */
const NAMES = /^(?:old|new)[_-]?str(?:ing)?$/i

/**
 * The texts that stand under names of documents, and nowhere else. What is nothing but a path may still be one that a
 * server opens, whatever it calls it; where it only could be read as one, a document is prose.
 *
 * @throws RangeError as `visitTexts` does
 */
export function documentTexts(value: JsonValue): ReadonlySet<string> {
  const documents = new Set<string>()
  const others = new Set<string>()
  visitPlacedTexts(value, (text, { keys }) => {
    ;(isDocumentName(keys.at(-1) ?? '') ? documents : others).add(text)
    return false
  })
  for (const text of others) documents.delete(text)
  return documents
}

function isDocumentName(name: string): boolean {
  const last = name.match(/[A-Z]?[a-z]+|[A-Z]+/g)?.at(-1) ?? ''
  return WORDS.has(last.toLowerCase()) || NAMES.test(name)
}
