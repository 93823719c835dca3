import { LIMITS } from '../../limits.ts'
import { percentForms } from './percent-forms.ts'
import { listedFiles } from './text/listed-text.ts'
import { beginsLikePath, couldBeOnWindows, looksOtherwise } from './text/prose.ts'
import { ENDLESS, type ReadCandidates, together } from './text/read-candidates.ts'
import { resolvedPath, resolveText } from './text/resolved-text.ts'
import { formsOf, lookAlike, withoutNul } from './text/text-forms.ts'
import { urlForm } from './text/url-form.ts'
import { wholeCandidates, wholes } from './text/whole-text.ts'
import { PLAIN_PATH, trimQuotes, wordParts } from './text/word-parts.ts'

const SPACE = /\s/u

/** Characters of expressions, where a backslash is more often no separator. */
const EXPRESSION = /[$()*+?[\]^{|}]/

/**
 * What of a text could be a path; undefined for prose, markup, code and addresses. The whole text as a server resolves it
 * is always asked, whatever it looks like: only what is left of prose once `..` is resolved says that it is none. So is
 * what `new URL` makes of it.
 */
export function pathCandidates(source: string): ReadCandidates | undefined {
  const url = urlForm(source)
  const read = [source, ...(url === undefined ? [] : [url])].flatMap((text) => candidatesOf(text) ?? [])
  return read.length === 0 ? undefined : together(read)
}

function candidatesOf(source: string): ReadCandidates | undefined {
  if (source.length > LIMITS.pathCharsMax) return longCandidates(source)
  if (PLAIN_PATH.test(source)) return { ok: true, candidates: [{ text: source, certain: true }] }
  const text = trimQuotes(source.trim())
  if (text === '') return undefined
  if (looksOtherwise(text)) return otherwise(source, text)
  const raw = text === source || !source.includes('..') ? [] : [word(source)]
  if (SPACE.test(text)) return together([...raw, spaced(text), ...listedItems(source)])
  const unusual = beginsLikePath(text) ? problemOf(text) : undefined
  return unusual === undefined ? together([word(text), ...raw]) : { ok: false, problem: unusual }
}

/** The whole of a text that is not meant as a path, and the items of a list. */
function otherwise(source: string, text: string): ReadCandidates | undefined {
  if (!SPACE.test(text)) return wholeCandidates([source.trim(), text])
  const whole = wholeCandidates([source.trim()])
  const listed = listedItems(source)
  return listed.length === 0 ? whole : together(whole === undefined ? listed : [whole, ...listed])
}

/** Each in doubt: of texts nobody says that a server parts them. */
function listedItems(source: string): readonly ReadCandidates[] {
  const items = listedFiles(source)
  if (items.length > LIMITS.listedFilesMax)
    return [{ ok: false, problem: `it lists more than ${LIMITS.listedFilesMax} files` }]
  return items.flatMap((item) => (looksOtherwise(item) ? inDoubt(candidatesOf(item)) : word(item, false)))
}

function inDoubt(read: ReadCandidates | undefined): readonly ReadCandidates[] {
  if (read?.ok !== true) return read === undefined ? [] : [read]
  return [{ ok: true, candidates: read.candidates.map((one) => ({ ...one, certain: false })) }]
}

function problemOf(text: string): string | undefined {
  if (/[\x01-\x1f\x7f]/.test(text)) return 'it has a control character'
  return text.isWellFormed() ? undefined : 'it has a lone surrogate'
}

/**
 * What is longer than any system opens as a path is read as what it comes to once `..` and encodings are undone, if that
 * is not long too, and as a list.
 */
function longCandidates(source: string): ReadCandidates | undefined {
  const text = source.trim()
  const forms = percentForms(text)
  if (forms === undefined) return looksOtherwise(text) ? undefined : ENDLESS
  const resolved = new Set(forms.flatMap(wholes).map((whole) => resolvedPath(whole.resolved)))
  const short = [...resolved].filter(({ length }) => length <= LIMITS.pathCharsMax)
  const read = [...short.flatMap((path) => pathCandidates(path) ?? []), ...listedItems(source)]
  return read.length === 0 ? undefined : together(read)
}

/**
 * A text with white space that begins like a path: the whole of it, or only its first word. Of several lines each one,
 * if all begin so; otherwise the first in doubt, and the whole where `..` takes its reader out of the odd names.
 */
function spaced(text: string): ReadCandidates {
  const lines = text.split(/[\r\n\u2028\u2029]+/u).filter((line) => line.trim() !== '')
  const [first = ''] = lines
  const words = [first, first.split(/\s/u, 1)[0] ?? ''].map((part) => word(part, false))
  const wholeTexts = lines.length === 1 || climbsSomewhere(text) ? [word(text)] : []
  const isList = lines.length > 1 && lines.length <= LIMITS.pathPartsMax && lines.every(beginsLikePath)
  const each = isList ? lines.map((line) => word(line)) : []
  return together([...wholeTexts, ...each, ...words])
}

function climbsSomewhere(text: string): boolean {
  return /(?:^|[/\\])(?:\.|%(?:25)*2e){2}(?:[/\\%]|$)/i.test(text)
}

function word(text: string, certain = true): ReadCandidates {
  const forms = formsOf(text)
  if (forms === undefined) return ENDLESS
  const written = forms.flatMap(separated).flatMap(wordParts)
  if (written.length > LIMITS.pathPartsMax * forms.length)
    return { ok: false, problem: `it holds more than ${LIMITS.pathPartsMax} paths` }
  const candidates = written.map((part) => ({ text: part, certain }))
  const alike = written.flatMap(lookAlike).map((part) => ({ text: part, certain: false }))
  return { ok: true, candidates: alike.length === 0 ? candidates : [...candidates, ...alike] }
}

/** With the separators of Windows turned, unless the backslashes are those of an expression. */
function separated(form: string): readonly string[] {
  return withoutNul(form).flatMap((text) =>
    text.includes('\\') &&
    (beginsLikePath(text) || !EXPRESSION.test(text) || couldBeOnWindows(resolveText(text, 'windows')))
      ? [text, text.replaceAll('\\', '/')]
      : [text],
  )
}
