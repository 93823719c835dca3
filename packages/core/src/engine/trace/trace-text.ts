import { canonicalJson } from '../../json/canonical-json.ts'
import type { JsonObject, JsonValue } from '../../json-value.ts'
import { LIMITS } from '../../limits.ts'
import { nameBuiltinLists } from '../../readings/builtin-lists.ts'
import type { FieldPath } from '../../rule.ts'
import { redactSecrets } from '../../readings/secret/redact-secrets.ts'
import { REDACTED } from '../../readings/secret/redacted.ts'
import { cutAround } from './matched/cut-around.ts'
import type { Finding } from './matched/finding.ts'
import type { Redactor } from '../redaction/redactor.ts'
import { visibleText } from '../../text/visible-text.ts'

/** Writes values of a call for people: hidden fields hidden, long ones cut, invisible characters shown. */
export interface TraceText {
  /** The values a field path leads to; none is `nothing`. */
  found(path: FieldPath, values: readonly JsonValue[]): string
  /** A copy of the arguments in which hidden fields and secrets are hidden. */
  redacted(parameters: JsonObject): JsonObject
  /** A name; secrets inside are hidden. */
  shown(name: string): string
  /** A value of the policy, as JSON, built-in lists by their names. */
  operand(value: JsonValue): string
  /** A value as far as it may be shown, whole; undefined for one that is hidden. */
  visible(path: FieldPath, value: JsonValue): JsonValue | undefined
  /** Whether the value under these nested key names is hidden. */
  hides(keys: readonly string[]): boolean
  /** A text of the policy, or a name out of the call, bare. */
  item(name: string): string
  /** What decided in a value that may be shown, with what stands around it, bare. */
  around(value: JsonValue, finding?: Finding): string
}

export function createTraceText(redactor: Redactor): TraceText {
  const json = (value: JsonValue): string => `\`${cut(jsonText(value))}\``
  return {
    shown: (name) => `\`${cut(redactSecrets(name))}\``,
    operand: (value) => json(nameBuiltinLists(value)),
    hides: (keys) => redactor.hides(keys),
    visible: (path, value) => (isHidden(redactor, path) ? undefined : redactor.redact(value, keysOf(path))),
    item: (name) => cut(redactSecrets(name)),
    around: (value, finding) => cutAround(typeof value === 'string' ? value : jsonText(value), finding),
    // What is redacted stays of its type.
    redacted: (parameters) => redactor.redact(parameters) as JsonObject,
    found: (path, values) => {
      const [first, ...others] = values
      if (first === undefined) return 'nothing'
      if (isHidden(redactor, path)) return `\`${REDACTED}\``
      return json(redactor.redact(others.length === 0 ? first : values, keysOf(path)))
    },
  }
}

function isHidden(redactor: Redactor, path: FieldPath): boolean {
  return redactor.hides(keysOf(path)) || redactor.hides([path.text])
}

function keysOf({ segments }: FieldPath): readonly string[] {
  return segments.flatMap((segment) => (segment.kind === 'key' ? [segment.key] : []))
}

/** Serialises what the strict reader let in; a value built in code can be beyond JSON. */
function jsonText(value: JsonValue): string {
  try {
    return canonicalJson(value)
  } catch {
    return '(not JSON)'
  }
}

function cut(text: string): string {
  if (text.length <= LIMITS.traceValueCharsMax) return visibleText(text)
  const head = text.slice(0, LIMITS.traceValueCharsMax)
  return `${visibleText(head.isWellFormed() ? head : head.slice(0, -1))}… (${text.length} characters)`
}
