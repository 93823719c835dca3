import { LIMITS } from '../../limits.ts'
import { percentForms } from './percent-forms.ts'

/** A part of a text that some server could take for a path. */
export interface PathCandidate {
  readonly text: string
  /** False for a part that only an unusual reader would make of the text: what it matches is in doubt. */
  readonly certain: boolean
}

export type ReadCandidates =
  | { readonly ok: true; readonly candidates: readonly PathCandidate[] }
  /** `problem` says why the text, which begins like a path, can be read in many ways. */
  | { readonly ok: false; readonly problem: string }

/** How a text begins that is meant as a path, whatever stands in it. */
const PATH = /^(?:\/(?![*/\s])|\/\/+[^\s/]+\/|\.{1,2}[/\\]|~[\w.-]*[/\\]|[A-Za-z]:[/\\]|\\\\[\w.?]|file:)/i

/** Addresses of what is not a file. */
const REMOTE = /^(?:https?|wss?|ftps?|mailto|data|tel|urn|blob|javascript):/i

const SPACE = /\s/u

/** Characters between the items of a list, before the value of an option, behind a revision. */
const BETWEEN = /[=:;,@|]/

export function beginsLikePath(text: string): boolean {
  return PATH.test(text)
}

/** Whether a text has white space in it and does not begin like a path. */
export function isProse(text: string): boolean {
  return SPACE.test(text.trim()) && !beginsLikePath(trimQuotes(text.trim()))
}

/** What of a text could be a path; undefined for prose, markup, code and addresses. */
export function pathCandidates(source: string): ReadCandidates | undefined {
  const text = trimQuotes(source.trim())
  if (text === '' || REMOTE.test(text) || isJson(text) || isProse(text)) return undefined
  if (SPACE.test(text)) return spaced(text)
  const unusual = beginsLikePath(text) ? problemOf(text) : undefined
  return unusual === undefined ? word(text) : { ok: false, problem: unusual }
}

function problemOf(text: string): string | undefined {
  if (/[\x01-\x1f\x7f]/.test(text)) return 'it has a control character'
  return text.isWellFormed() ? undefined : 'it has a lone surrogate'
}

function isJson(text: string): boolean {
  return /^[[{]/.test(text) && /[\]}]$/.test(text) && text.includes('"')
}

/**
 * A text with white space that begins like a path: the whole of it, or only its first word. Of several lines each one,
 * if all begin so; otherwise the first in doubt, and the whole where `..` takes its reader out of the odd names.
 */
function spaced(text: string): ReadCandidates {
  const lines = text.split(/[\r\n\u2028\u2029]+/u).filter((line) => line.trim() !== '')
  const [first = ''] = lines
  const words = [first, first.split(/\s/u, 1)[0] ?? ''].map((part) => word(part, false))
  const wholes = lines.length === 1 || /(?:^|[/\\])\.\.(?:[/\\]|$)/.test(text) ? [word(text)] : []
  const isList = lines.length > 1 && lines.length <= LIMITS.pathPartsMax && lines.every(beginsLikePath)
  const each = isList ? lines.map((line) => word(line)) : []
  return together([...wholes, ...each, ...words])
}

function together(read: readonly ReadCandidates[]): ReadCandidates {
  const bad = read.find(({ ok }) => !ok)
  return bad ?? { ok: true, candidates: read.flatMap((one) => (one.ok ? one.candidates : [])) }
}

function word(text: string, certain = true): ReadCandidates {
  const forms = percentForms(text)
  if (forms === undefined) return { ok: false, problem: 'its percent-encoding does not come to an end' }
  const written = forms.flatMap((form) => separated(form)).flatMap(parts)
  if (written.length > LIMITS.pathPartsMax * forms.length)
    return { ok: false, problem: `it holds more than ${LIMITS.pathPartsMax} paths` }
  const candidates = written.map((part) => ({ text: part, certain }))
  return { ok: true, candidates: [...candidates, ...written.flatMap(lookAlike)] }
}

/** With the separators of Windows turned, unless the backslashes are those of an expression. */
function separated(form: string): readonly string[] {
  const end = form.indexOf('\0')
  const texts = end === -1 ? [form] : [form, form.slice(0, end)]
  return texts.flatMap((text) =>
    text.includes('\\') && (beginsLikePath(text) || !/[$()*+?[\]^{|}]/.test(text))
      ? [text, text.replaceAll('\\', '/')]
      : [text],
  )
}

/**
 * The text itself, its path if it is a `file:` URL, and what stands between the characters that lists are made of.
 * Of very many items those like paths: data in rows is no list of files.
 */
function parts(text: string): readonly string[] {
  const file = /^(?:[a-z-]+:)*file:(?:\/\/[^/]*)?(?=(.*))/is.exec(text)?.[1]
  const whole = file === undefined ? [text] : [file, file.replace(/[?#].*$/s, '')]
  const items = isCode(text) ? [text] : text.split(BETWEEN)
  const listed = items.length > LIMITS.pathPartsMax ? items.filter((item) => /\/|^\./.test(item)) : items
  // With a position behind it, as in `a.ts:10:5`, the path is the first item.
  const plain = /:[0-9]+$/.test(text) ? [] : whole
  return [...plain, ...(items.length > 1 ? listed : []), ...listed.flatMap(unwrapped)]
}

/** A call with a string in it, without a blank: the characters that part lists part its arguments. */
function isCode(text: string): boolean {
  return /[\w\])]\(/.test(text) && /["'`]/.test(text)
}

/** Behind a flag of one letter, behind the magic words of a git pathspec, and before a query or a fragment. */
function unwrapped(item: string): readonly string[] {
  const bare = trimQuotes(item)
  const inner = trimWrapping(bare)
  const flagged = /^-[A-Za-z](?=(.+))/s.exec(bare)?.[1]
  const magic = /^\([a-z]*\)(?=(.+))/s.exec(bare)?.[1]
  const end = inner.search(/[?#]/)
  const named = end > 0 ? inner.slice(0, end) : []
  return [bare === item ? [] : bare, inner === bare ? [] : inner, flagged ?? [], magic ?? [], named].flat()
}

/** What a reader that normalises makes of letters that only look like the usual ones. */
function lookAlike(text: string): readonly PathCandidate[] {
  if (/^[\0-\x7f]*$/.test(text)) return []
  const plain = text.replace(/\p{Default_Ignorable_Code_Point}/gu, '').normalize('NFKC')
  return plain === text ? [] : [{ text: plain, certain: false }]
}

function trimQuotes(text: string): string {
  return trimmed(text, '"\'`<>')
}

/** Quotes, brackets, and the control that ends a line for few. */
function trimWrapping(text: string): string {
  return trimmed(text, '"\'`<>()[]{}\u0085')
}

/** By hand: an expression for what stands at the end would read a run of quotes again from each of its places. */
function trimmed(text: string, around: string): string {
  let start = 0
  let end = text.length
  while (start < end && around.includes(text.charAt(start))) start += 1
  while (end > start && around.includes(text.charAt(end - 1))) end -= 1
  return text.slice(start, end)
}
