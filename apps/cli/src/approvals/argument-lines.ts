import type { HiddenValue, ShownRequest } from '@kvlar/approvals'
import { readingOrder, textWarnings, type Entry } from '@kvlar/approvals/view'
import { type JsonValue, plural, REDACTED, sha256Hex } from '@kvlar/core'
import { quotedLines, textLines, type CardLine } from './card-line.ts'

/** A text from this length on says its length. */
const LONG_CHARS = 120
/** Of the digest of what was shown, wherever it was shown. */
const DIGEST_COLUMNS = 80
const DIGEST_CHARS = 26

/** The arguments: what decides first, types marked, hidden values described, nothing ever cut. */
export function argumentLines(request: Pick<ShownRequest, 'call'>, width: number): readonly CardLine[] {
  const { main } = readingOrder(request.call.args)
  return main.length === 0 ? textLines('(none)', { width, tone: 'quiet' }) : linesOf(request, main, width)
}

/** Texts in which the agent explains itself; none when there are none. */
export function wordsLines(request: Pick<ShownRequest, 'call'>, width: number): readonly CardLine[] {
  return linesOf(request, readingOrder(request.call.args).words, width)
}

/** SHA-256 of what a reviewer was shown of the arguments; a decision keeps it. */
export function renderedDigest(request: Pick<ShownRequest, 'call'>): string {
  const lines = [...argumentLines(request, DIGEST_COLUMNS), ...wordsLines(request, DIGEST_COLUMNS)]
  return sha256Hex(lines.map(({ text }) => text).join('\n'))
}

interface Place {
  readonly path: readonly (string | number)[]
  readonly hidden: ReadonlyMap<string, HiddenValue>
  readonly width: number
}

function linesOf({ call }: Pick<ShownRequest, 'call'>, entries: readonly Entry[], width: number): CardLine[] {
  const hidden = new Map(call.hidden.map((one) => [JSON.stringify(one.path), one]))
  return entries.flatMap(([key, value]) => valueLines(key, value, { path: [key], hidden, width }))
}

function valueLines(name: string, value: JsonValue, place: Place): readonly CardLine[] {
  const { path, width } = place
  const indent = '  '.repeat(path.length)
  const line = (said: string): CardLine[] => textLines(`${name}  ${said}`, { width, indent, tone: 'name' })
  const hidden = place.hidden.get(JSON.stringify(path))
  if (value === REDACTED || (hidden !== undefined && typeof value !== 'string'))
    return line(hiddenText(hidden))
  if (typeof value === 'string')
    return [
      ...line(hidden === undefined ? textKind(value) : `partly ${hiddenText(hidden)}`),
      ...quotedLines(value, { width, indent }),
      ...textWarnings(value).flatMap((said) => textLines(`! ${said}`, { width, indent, tone: 'bad' })),
    ]
  if (typeof value !== 'object' || value === null)
    return [...line(value === null ? 'null' : typeof value), ...quotedLines(String(value), { width, indent })]
  const isList = Array.isArray(value)
  const items = Object.entries(value)
  return [
    ...line(isList ? `list of ${items.length}` : `object with ${plural(items.length, 'key')}`),
    ...items.flatMap(([key, item]) =>
      valueLines(isList ? `[${key}]` : key, item, { ...place, path: [...path, isList ? Number(key) : key] }),
    ),
  ]
}

function textKind(text: string): string {
  if (text === '') return 'text, empty'
  return text.length < LONG_CHARS
    ? 'text'
    : `text, ${text.length.toLocaleString('en')} characters, shown in full`
}

function hiddenText(hidden: HiddenValue | undefined): string {
  if (hidden === undefined) return 'hidden'
  const { type, length, digest } = hidden
  const kind = type === 'string' ? 'text' : type
  return `hidden ${kind}${length === undefined ? '' : `, length ${length}`}, ${digest.slice(0, DIGEST_CHARS)}\u2026`
}
