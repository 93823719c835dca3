import { canonicalJson } from '../json/canonical-json.ts'
import type { JsonObject, JsonValue } from '../json-value.ts'
import { LIMITS } from '../limits.ts'
import type { FieldPath } from '../rule.ts'
import { REDACTED, redactSecrets } from '../readings/secret/redact-secrets.ts'
import type { Redactor } from './redactor.ts'
import { visibleText } from './visible-text.ts'

/** Writes values of a call for people: hidden fields hidden, long ones cut, invisible characters shown. */
export interface TraceText {
  /** The values a field path leads to; none is `nothing`. */
  found(path: FieldPath, values: readonly JsonValue[]): string
  /** A copy of the arguments in which hidden fields and secrets are hidden. */
  redacted(parameters: JsonObject): JsonObject
  /** A name; secrets inside are hidden. */
  shown(name: string): string
  /** A value of the policy, as JSON. */
  operand(value: JsonValue): string
}

export function createTraceText(redactor: Redactor): TraceText {
  const json = (value: JsonValue): string => `\`${cut(jsonText(value))}\``
  return {
    shown: (name) => `\`${cut(redactSecrets(name))}\``,
    operand: json,
    // What is redacted stays of its type.
    redacted: (parameters) => redactor.redact(parameters) as JsonObject,
    found: (path, values) => {
      const [first, ...others] = values
      if (first === undefined) return 'nothing'
      const keys = path.segments.flatMap((segment) => (segment.kind === 'key' ? [segment.key] : []))
      if (redactor.hides(keys) || redactor.hides([path.text])) return `\`${REDACTED}\``
      return json(redactor.redact(others.length === 0 ? first : values, keys))
    },
  }
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
