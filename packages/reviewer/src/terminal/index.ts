/**
 * The card at a terminal, and deciding there. It prints lines that hold nothing which a terminal obeys; who decides, in
 * which queue and what is done about a refusal is the command's.
 */
export { cardAtTerminal, shownCard, type ShownCardOptions } from './shown-card.ts'
export { cardLines, type CardLinesContext } from './card-lines.ts'
export type { CardLine } from './card-line.ts'
export { headlineText, outcomeText } from './request-text.ts'
export { chooseId, isWholeId, type ChosenId } from './choose-id.ts'
export { shortIds } from './short-ids.ts'
export { decisionLines, type DecidedAction, type LinePage } from './decision-lines.ts'
export { EFFECT_TONES } from './effect-tones.ts'
export { wrapColumns } from './wrap-columns.ts'
export { decidedText, decideShown, type Decided } from './decide-shown.ts'
export { review, type ReviewOptions } from './review/review.ts'
export type { ReviewStop, ReviewTerminal } from './review/review-events.ts'
export type { ReviewPage } from './review/review-screen.ts'
export { RISK_TONES, type Tone } from './tone.ts'
