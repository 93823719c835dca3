/**
 * What people see of a call that waits for them, and decide on.
 *
 * `cardOf` makes one value of a request, with every fact in the order in which it is read; the page, the terminal and
 * the API paint that value and add nothing. The facts come from our own reading of the arguments, never from the agent.
 * This root reaches no file, socket or process: `@kvlar/reviewer/server` serves the page and the API, and
 * `@kvlar/reviewer/terminal` prints and asks. It decides nothing: people do, through `@kvlar/approvals`.
 */
export { cardOf, shownDigestOf, type CardContext } from './card/card-of.ts'
export { riskOf } from './card/risk-of.ts'
export type {
  ArgumentsPart,
  Card,
  CardPart,
  ChangesPart,
  ChoicesPart,
  Clock,
  EarlierCall,
  Escalation,
  HeadlinePart,
  HistoryPart,
  PeoplePart,
  RenderingsPart,
  RiskPart,
  ShownDecision,
  ToolPart,
  Warning,
  WarningsPart,
  WhoPart,
  WordsPart,
} from './card/card.ts'
export type { Shown, ShownValue } from './card/shown-value.ts'
export type { EditableField } from './card/editable-fields.ts'
export { confirmWord } from './card/confirm-word.ts'
export { durationText } from './card/duration-text.ts'
export { headline, type Headline } from './card/headline.ts'
export { requestSummary, type RequestSummary } from './card/request-summary.ts'
export { mostUrgentFirst } from './card/urgency.ts'
export { cardJson } from './json/card-json.ts'
export { fieldText, grantJson } from './json/grant-json.ts'
export { requestJson } from './json/request-json.ts'
export { LISTED_STATUSES, STATUS_SYNONYMS, statesOf, type ListedStatus } from './json/listed-status.ts'
export { KEYS, keyText, type KeyAct, type KeyRow } from './keys.ts'
export { renderCall } from './renderings/render-call.ts'
export type { ReadFile } from './renderings/file-change.ts'
export type { DiffLine, Fact, Rendering } from './renderings/facts.ts'
