import type { Action } from '../../../action.ts'
import type { TraceMatch } from '../../../decision.ts'
import { redactSecrets } from '../../../readings/secret/redact-secrets.ts'
import { REDACTED } from '../../../readings/secret/redacted.ts'
import type { AnywhereCondition } from '../../../rule.ts'
import type { TextTest } from '../../operators/text-test.ts'
import { NO_PLACE, type TextPlace, visitPlacedTexts } from '../../arguments/texts-of.ts'
import type { TraceText } from '../trace-text.ts'
import { wildcardWork } from '../../../readings/path/expanded/wildcard-work.ts'
import { patternPart } from './field-match.ts'
import type { Finding } from './finding.ts'

/** What decided in a text: in what may be shown of it, and of the whole nothing but a kind. */
export type TextFind = (shown: string, whole: string) => Finding | undefined

interface Search {
  readonly action: Action
  readonly test: TextTest
  readonly find: TextFind
  readonly text: TraceText
}

/** What a condition over all texts asks, and the first place where it is so. */
export function anywhereMatch(
  condition: AnywhereCondition,
  { action, test, find, text }: Search,
): TraceMatch {
  const asked = { what: '', operator: `anywhere ${condition.operator}` }
  const place = firstPlace(action, test)
  if (place === undefined) return { ...asked, ...patternPart(condition, text) }
  const field = place.path === '' ? {} : { field: text.item(place.path) }
  // Which item a hidden value met would tell it.
  if (text.hides(place.keys)) return { ...asked, ...field, text: REDACTED }
  const shown = redactSecrets(place.text)
  const finding = find(shown, place.text)
  return { ...asked, ...field, ...patternPart(condition, text, finding), text: text.around(shown, finding) }
}

interface PlacedText extends TextPlace {
  readonly text: string
}

/** The first text that is so; none where there are more than are looked at. */
function firstPlace({ resource, target, parameters }: Action, test: TextTest): PlacedText | undefined {
  let found: PlacedText | undefined
  const work = wildcardWork()
  const visit = (text: string, place: TextPlace): boolean => {
    if (test(text, { work })?.truth === 'true') found = { text, ...place }
    return found !== undefined
  }
  try {
    if (visit(resource, NO_PLACE) || (target !== undefined && visit(target, NO_PLACE))) return found
    visitPlacedTexts(parameters, visit)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
  }
  return found
}
