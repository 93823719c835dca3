import { isJsonArray } from './json-shape.ts'
import { EvaluationError } from '../errors.ts'
import type { JsonArray, JsonObject, JsonValue } from '../json-value.ts'
import { LIMITS } from '../limits.ts'

/**
 * The canonical text of a JSON value: RFC 8785 (JCS). Equal values give equal text on every machine.
 *
 * @throws EvaluationError `EVALUATION_INVALID_JSON` for a lone surrogate, a number that is not finite, a value that
 * is not JSON (`undefined`, a function, an instance of a class) and nesting over `LIMITS.canonicalDepthMax`
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return scalar(value)
  const open: Frame[] = []
  let frame = enter(value)
  let out = frame.opening
  for (;;) {
    if (frame.next === frame.length) {
      out += frame.closing
      const parent = open.pop()
      if (parent === undefined) return out
      frame = parent
      continue
    }
    const index = frame.next++
    if (index > 0) out += ','
    let child: JsonValue | undefined
    if (frame.keys === undefined) {
      child = frame.array[index]
    } else {
      const key = frame.keys[index] ?? ''
      out += `${quote(key)}:`
      child = frame.object[key]
    }
    if (typeof child === 'object' && child !== null) {
      if (open.length === LIMITS.canonicalDepthMax) {
        throw invalid(`nesting is over ${LIMITS.canonicalDepthMax} levels; refusing to serialise`)
      }
      open.push(frame)
      frame = enter(child)
      out += frame.opening
    } else {
      out += scalar(child)
    }
  }
}

type Frame = {
  next: number
  readonly length: number
  readonly opening: string
  readonly closing: string
} & (
  | { readonly keys: undefined; readonly array: JsonArray }
  | { readonly keys: readonly string[]; readonly object: JsonObject }
)

function enter(value: JsonArray | JsonObject): Frame {
  if (isJsonArray(value)) {
    return { next: 0, length: value.length, opening: '[', closing: ']', keys: undefined, array: value }
  }
  if (!isPlain(value)) throw invalid('an instance of a class is not JSON; refusing to serialise')
  // RFC 8785 section 3.2.3: names are sorted by UTF-16 code units, which is the default order of `sort`.
  const keys = Object.keys(value).sort()
  return { next: 0, length: keys.length, opening: '{', closing: '}', keys, object: value }
}

/** Null prototype, or the root prototype of any realm. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/** The parameter is wider than JSON because callers hand in what agents' code produced. */
function scalar(value: unknown): string {
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (value === null) return 'null'
  if (typeof value !== 'number') {
    throw invalid(`a value of type \`${typeof value}\` is not JSON; refusing to serialise`)
  }
  if (!Number.isFinite(value)) throw invalid(`the number \`${value}\` is not JSON; refusing to serialise`)
  // RFC 8785 section 3.2.2.3 is ECMAScript's own number format; negative zero is `0`.
  return String(value)
}

/** Texts up to this length are scanned for characters that need an escape before the built-in is called. */
const SCANNED_CHARS_MAX = 64

function quote(text: string): string {
  if (text.length <= SCANNED_CHARS_MAX && isVerbatim(text)) return `"${text}"`
  if (!text.isWellFormed()) throw invalid('a text with a lone surrogate is not JSON; refusing to serialise')
  return JSON.stringify(text)
}

function isVerbatim(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit < 0x20 || unit === 0x22 || unit === 0x5c || (unit >= 0xd800 && unit <= 0xdfff)) return false
  }
  return true
}

function invalid(message: string): EvaluationError {
  return new EvaluationError('EVALUATION_INVALID_JSON', message)
}
