/**
 * What every surface shows of requests and grants, as data: the line that says what a call does, what our readers see
 * in its arguments, the order in which they are read. The reviewer page and the command line draw it, each its own way.
 */
export { headline, type Headline } from '../http/view/headline.ts'
export { readingOrder, type Entry } from '../http/view/reading-order.ts'
export { confirmWord } from '../http/view/confirm-word.ts'
export { historyOf, type History } from '../http/view/history-of.ts'
export { durationText } from '../http/view/duration-text.ts'
export { textWarnings } from '../http/view/shown-text.ts'
export { openFields } from '../grant-shape.ts'
export { fieldText, grantJson } from '../http/grant-json.ts'
export { requestJson, STATUS_OF } from '../http/request-json.ts'
export { LISTED_STATUSES, STATUS_SYNONYMS, statesOf, type ListedStatus } from '../http/listed-status.ts'
export { requestSummary, type RequestSummary } from '../http/request-summary.ts'
export { renderCall } from '../http/render/render-call.ts'
export { readFileUnder } from '../http/render/read-file-under.ts'
export type { ReadFile } from '../http/render/file-change.ts'
export type { DiffLine, Fact, Rendering } from '../http/render/facts.ts'
