import { LIMITS } from '../limits.ts'
import { pathCandidates, percentForms } from '@kvlar/core/readings'

/** Undefined when a text can be read in more ways than anybody should try. */
export type Spellings = readonly string[] | undefined

/** Nothing in it that any reader takes for more than the names and separators of one path. */
const PLAIN = /^[A-Za-z0-9_./*?][A-Za-z0-9_./*?-]*$/

const SCHEME = /^[a-z][a-z0-9+.-]+:/i

/**
 * Every path, absolute or not, that some server could take a text for: the whole of it without quotes, blanks, a
 * scheme, a query or what stands behind a NUL; its parts behind `=`, `@` and `:` and in lists; percent-encoding undone.
 */
export function spellings(text: string): Spellings {
  if (PLAIN.test(text)) return [text]
  const forms = percentForms(text)
  // Beyond the longest path a text with blanks is a document: only the whole of it could still resolve to one.
  const read =
    text.length > LIMITS.floorPathCharsMax && /\s/.test(text.trim()) ? undefined : pathCandidates(text)
  if (forms === undefined || read?.ok === false) return undefined
  const parts = read?.candidates.map((candidate) => candidate.text.replaceAll('\\', '/')) ?? []
  const found = new Set([...forms.flatMap(wholes), ...parts].flatMap(withoutBraces))
  found.delete('')
  return [...found]
}

function wholes(form: string): readonly string[] {
  const nul = form.indexOf('\0')
  const bare = trimQuotes((nul === -1 ? form : form.slice(0, nul)).replaceAll('\\', '/').trim()).replace(
    /^\/\/[?.]\//,
    '/',
  )
  const scheme = SCHEME.exec(bare)
  if (scheme === null) return [bare]
  const rest = bare.slice(scheme[0].length)
  const path = rest.startsWith('//') ? rest.replace(/^\/\/[^/]*/, '') : rest
  return [bare, path, path.replace(/[?#].*$/s, '')]
}

/** By hand: an expression for the end would read a run of quotes again from each of its places. */
function trimQuotes(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && '"\'`'.includes(text[start] ?? ' ')) start += 1
  while (end > start && '"\'`'.includes(text[end - 1] ?? ' ')) end -= 1
  return text.slice(start, end)
}

/** Each choice of `{a,b}`; where there are too many or one stands in another, any name. */
function withoutBraces(text: string): readonly string[] {
  if (!text.includes('{') || text.length > LIMITS.floorGlobCharsMax) return [text]
  let expanded = ['']
  for (const part of text.split(/(\{[^{}]*\})/)) {
    const choices = part.startsWith('{') && part.endsWith('}') ? part.slice(1, -1).split(',') : [part]
    if (expanded.length * choices.length > LIMITS.floorChoicesMax) return [text, text.replace(/\{.*\}/s, '*')]
    expanded = expanded.flatMap((start) => choices.map((choice) => start + choice))
  }
  const open = expanded.some((choice) => /[{}]/.test(choice)) ? [text.replace(/\{.*\}/s, '*')] : []
  return [text, ...expanded, ...open]
}
