import { canonicalJson } from '../../../json/canonical-json.ts'
import type { TraceMatch } from '../../../decision.ts'
import type { JsonValue } from '../../../json-value.ts'
import { builtinListOf, nameBuiltinLists } from '../../../readings/builtin-lists.ts'
import { REDACTED } from '../../../readings/secret/redacted.ts'
import type { FieldCondition } from '../../../rule.ts'
import type { Operator } from '../../../operator-names.ts'
import type { TraceText } from '../trace-text.ts'
import type { ValueTest } from '../../operators/value-test.ts'
import type { Finding } from './finding.ts'

type Asked = Pick<FieldCondition, 'path' | 'operator' | 'value'>

/** What a condition on one argument asks, and what in the first value that it leads to answered. */
export function fieldMatch(
  { path, operator, value: operand }: Asked,
  { found }: Pick<ValueTest, 'found'>,
  { text, values }: { readonly text: TraceText; readonly values: readonly JsonValue[] },
): TraceMatch {
  const asked = { what: '', field: text.item(path.text), operator }
  const [value] = values
  if (value === undefined) return { ...asked, ...patternPart({ operator, value: operand }, text) }
  const shown = text.visible(path, value)
  // Which item a hidden value met would tell it.
  if (shown === undefined) return { ...asked, text: REDACTED }
  const finding = found?.(shown, value)
  return {
    ...asked,
    ...patternPart({ operator, value: operand }, text, finding),
    text: text.around(shown, finding),
    ...(finding?.reads !== undefined && { reads: text.around(finding.reads) }),
  }
}

/** The item that decided and the list that it is from, or all that is asked where no item stands out. */
export function patternPart(
  { operator, value: operand }: Pick<Asked, 'operator' | 'value'>,
  text: TraceText,
  finding: Finding = {},
): Pick<TraceMatch, 'pattern' | 'list'> {
  const pattern = finding.pattern ?? operandText(operator, operand)
  if (pattern === undefined) return {}
  const list = finding.pattern === undefined ? undefined : builtinListOf(finding.pattern, operand)
  return { pattern: text.item(pattern), ...(list !== undefined && { list }) }
}

const COMPARISONS: ReadonlySet<Operator> = new Set(['equals', 'not_equals', 'one_of', 'not_in'])

/** Comparisons show the type of what they compare with; patterns stand as they are written. */
function operandText(operator: Operator, operand: JsonValue): string | undefined {
  if (COMPARISONS.has(operator)) return canonicalJson(operand)
  if (operand === null) return undefined
  if (Array.isArray(operand)) {
    const named = nameBuiltinLists(operand) as readonly JsonValue[]
    return named.map((item) => (typeof item === 'string' ? item : canonicalJson(item))).join(', ')
  }
  if (typeof operand === 'object') return undefined
  return typeof operand === 'string' ? operand : canonicalJson(operand)
}
