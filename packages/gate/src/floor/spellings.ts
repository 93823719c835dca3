import { LIMITS } from '../limits.ts'
import { readJson } from '@kvlar/core/json'
import { pathCandidates, percentForms, resolveUrlPath, urlForm } from '@kvlar/core/readings'
import { shortened } from './shortened.ts'
import type { Variables } from './variables.ts'

/** What texts are read by. */
export interface SpellingTerms {
  readonly variables: Variables
  /** The server's system takes a backslash for a separator and nothing else. */
  readonly isWindows: boolean
}

/** One behind the other, as in `jdbc:sqlite:`. */
const SCHEMES_MAX = 3

/** Undefined when a text can be read in more ways than anybody should try. */
export type Spellings = readonly string[] | undefined

/** Nothing in it that any reader takes for more than the names and separators of one path. */
const PLAIN = /^(?!\/\/\?)[A-Za-z0-9_./*?][A-Za-z0-9_./*?-]*$/

const SCHEME = /^[a-z][a-z0-9+.-]+:/i

/**
 * Every path, absolute or not, that some server could take a text for, the text as it is always among them: the whole
 * of it without quotes, blanks, a scheme, a query or what stands behind a NUL; its parts behind `=`, `@` and `:` and in
 * lists; each with percent-encoding undone, variables expanded, and backslashes as names have them and as separators.
 */
export function spellings(text: string, { variables, isWindows }: SpellingTerms): Spellings {
  if (PLAIN.test(text)) return [shortened(text)]
  const turned = isWindows ? onWindows : onAny
  const read = [text, urlForm(text) ?? text].map(percentForms)
  if (!read.every((one) => one !== undefined)) return undefined
  const forms = read.flat().map(variables.forms)
  if (!forms.every((one) => one !== undefined)) return undefined
  const expanded = [...new Set(forms.flat())]
  const parts = partsOf(expanded)
  if (parts === undefined) return undefined
  const written = new Set([...expanded.flatMap(turned).flatMap(wholes), ...parts.flatMap(turned)])
  const found = isJson(text) ? written : new Set([...written].flatMap(withoutBraces))
  const short = new Set(Array.from(found, shortened))
  short.delete('')
  return [...short]
}

/** Beyond the longest path a text with blanks is a document: only the whole of it could still resolve to one. */
function partsOf(texts: readonly string[]): Spellings {
  const found: string[] = []
  for (const text of texts) {
    if (text.length > LIMITS.floorPathCharsMax && /\s/.test(text.trim())) continue
    const read = pathCandidates(text)
    if (read?.ok === false) return undefined
    for (const candidate of read?.candidates ?? []) found.push(candidate.text)
  }
  return found
}

/** Its braces are no choices. */
function isJson(text: string): boolean {
  return (
    text.length <= LIMITS.floorGlobCharsMax && /^\s*[[{]/.test(text) && readJson(text, { multiline: true }).ok
  )
}

/** Blanks behind dots are none to some of its interfaces. */
function onWindows(text: string): readonly string[] {
  const slashed = text.replaceAll('\\', '/')
  return slashed.includes('.. ') ? [slashed, slashed.replace(/(?<=^|\/)\.\. +(?=\/|$)/g, '..')] : [slashed]
}

/** As the system resolves it, to which a backslash is part of a name, and as a server may that turns it. */
function onAny(text: string): readonly string[] {
  return text.includes('\\') ? [text, ...onWindows(text)] : [text]
}

function wholes(form: string): readonly string[] {
  const nul = form.indexOf('\0')
  const trimmed = (nul === -1 ? form : form.slice(0, nul)).trim()
  const bare = trimQuotes(trimmed)
  return [
    form,
    trimmed,
    ...[...new Set([bare, bare.replace(/^\/(?:\/[?.]|\?\?)\//, '/')])].flatMap((one) => withoutScheme(one)),
  ]
}

/** A path behind a scheme starts at its host, behind that, or, as in `sqlite:///a.db`, behind all the slashes. */
function withoutScheme(text: string, schemesMax = SCHEMES_MAX): readonly string[] {
  const scheme = SCHEME.exec(text)
  if (scheme === null || schemesMax === 0) return [text]
  const rest = text.slice(scheme[0].length)
  const below = rest.replace(/^\/+/, '')
  const path = rest.startsWith('//') ? rest.replace(/^\/\/[^/]*/, '') : rest
  const written = [rest, path, path.replace(/^\/+/, ''), below, `/${below}`]
  const paths = new Set(written.flatMap((one) => [one, one.replace(/[?#].*$/s, '')]))
  // A long one is not read in each of so many ways: what stands behind the host, and behind the slashes.
  const inUrls = new Set(
    Array.from(text.length > LIMITS.floorPathCharsMax ? [path, below] : paths, (one) =>
      one.replace(/^\//, ''),
    ),
  )
  return [text, ...paths, ...[...inUrls].flatMap(asUrlPath), ...withoutScheme(rest, schemesMax - 1)]
}

/**
 * As the URL standard resolves what stands behind the first slash: `..` takes an empty segment away, and a line end or
 * tab is nothing.
 */
function asUrlPath(below: string): readonly string[] {
  const text = below.replace(/[\t\r\n]/g, '')
  if (text === below && !text.startsWith('/') && !text.includes('//')) return []
  return percentForms(resolveUrlPath(`/${text.replaceAll('\\', '/')}`)) ?? []
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
