import { canonicalJson } from '../../json/canonical-json.ts'
import type { JsonObject, JsonValue } from '../../json-value.ts'
import { LIMITS } from '../../limits.ts'
import type { FieldPath, ParameterRegexCondition } from '../../rule.ts'
import { type CompiledCondition, UNKNOWN_PARAMETERS } from './compiled-condition.ts'
import type { EngineParts } from '../engine-parts.ts'
import { createTwinTest } from '../arguments/key-twin.ts'
import { fieldMatch } from '../trace/matched/field-match.ts'
import { findRegex } from '../trace/matched/find-regex.ts'
import { ERROR, FALSE, holds, UNKNOWN } from '../truth-mask.ts'

/** `parameters: {name: regex}`: a search in a top-level argument; what is not a string is searched as canonical JSON. */
export function compileParameterRegex(
  condition: ParameterRegexCondition,
  parts: EngineParts,
): CompiledCondition {
  const { name, pattern } = condition
  const regex = parts.regex(pattern)
  const hasTwin = createTwinTest(name)
  const path: FieldPath = { text: name, segments: [{ kind: 'key', key: name }] }
  return {
    evaluate: ({ parameters }) => {
      if (parameters === UNKNOWN_PARAMETERS) return UNKNOWN
      if (hasTwin(parameters)) return ERROR
      const subject = subjectOf(parameters, name)
      if (subject === undefined) return parts.isNegated ? ERROR : FALSE
      return subject === null ? ERROR : holds(regex.test(subject))
    },
    explain: ({ parameters }, _facts, text) => {
      const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined
      const found = text.found(path, value === undefined ? [] : [value])
      return {
        part: '',
        detail: `expected ${text.shown(name)} to match ${text.shown(pattern)}, found ${found}`,
      }
    },
    met: ({ parameters }, _facts, text) => {
      const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined
      if (value === undefined) return []
      const found = (shown: JsonValue) => {
        const subject = subjectOf({ [name]: shown }, name)
        return typeof subject === 'string' ? findRegex(regex, subject) : undefined
      }
      const asked = { path, operator: 'matches', value: pattern } as const
      return [fieldMatch(asked, { found }, { text, values: [value] })]
    },
    problem: ({ parameters }) => {
      if (hasTwin(parameters))
        return `an argument differs from \`${name}\` only in case or Unicode form, or in what stands around it, and could be taken for it`
      const subject = subjectOf(parameters, name)
      if (subject === undefined && parts.isNegated) return `\`${name}\` is absent`
      return subject === null
        ? `\`${name}\` is not JSON or is longer than ${LIMITS.regexSubjectCharsMax} characters`
        : undefined
    },
    addNeeds: () => undefined,
  }
}

/** The text to search; undefined when the argument is absent, null when it cannot be searched. */
function subjectOf(parameters: JsonObject, name: string): string | null | undefined {
  const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined
  if (value === undefined) return undefined
  const text = typeof value === 'string' ? value : serialised(value)
  return text !== null && text.length <= LIMITS.regexSubjectCharsMax ? text : null
}

function serialised(value: Parameters<typeof canonicalJson>[0]): string | null {
  try {
    return canonicalJson(value)
  } catch {
    return null
  }
}
