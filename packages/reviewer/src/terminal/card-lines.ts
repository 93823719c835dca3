import type {
  ArgumentsPart,
  Card,
  CardPart,
  ChangesPart,
  HeadlinePart,
  RiskPart,
  WordsPart,
} from '../card/card.ts'
import { durationText } from '../card/duration-text.ts'
import { factsOf, type CardFact, type FactPart } from '../card/facts-of.ts'
import type { Rendering } from '../renderings/facts.ts'
import { factLines, quotedLines, textLines, type CardLine } from './card-line.ts'
import type { Tone } from './tone.ts'
import { valueLines } from './value-lines.ts'

export interface CardLinesContext {
  readonly nowMs: number
  /** Columns of the terminal. */
  readonly width: number
}

/** The card in lines, part after part. */
export function cardLines(card: Card, context: CardLinesContext): readonly CardLine[] {
  return [
    ...card.parts.flatMap((part) => partLines(part, context)),
    ...factLines('request', card.id, { width: context.width, tone: 'quiet' }),
  ]
}

function partLines(part: CardPart, context: CardLinesContext): readonly CardLine[] {
  const { width } = context
  switch (part.kind) {
    case 'headline':
      return headLines(part, width)
    case 'risk':
      return factsLines(part, context)
    case 'who':
    case 'tool':
    case 'warnings':
    case 'history':
    case 'people':
    case 'choices':
      return factPartLines(part, context)
    case 'arguments':
      return argumentLines(part, width)
    case 'words':
      return wordLines(part, width)
    case 'renderings':
      return part.renderings.flatMap((one) => renderingLines(one, width))
    case 'changes':
      return changeLines(part, width)
  }
}

/** What stands above the facts of a part. */
const TITLES = {
  who: 'who',
  tool: 'through what',
  warnings: 'look at this first',
  history: 'before this',
  people: 'people',
  choices: 'what you can do',
} as const

function factPartLines(
  part: Exclude<FactPart, HeadlinePart | RiskPart>,
  context: CardLinesContext,
): readonly CardLine[] {
  const lines = factsLines(part, context)
  if (lines.length === 0) return []
  const tone = part.kind === 'warnings' ? 'bad' : 'heading'
  return [{ text: TITLES[part.kind], tone }, ...lines]
}

function headLines({ verb, subject }: HeadlinePart, width: number): readonly CardLine[] {
  const text = subject === undefined ? verb : `${verb}  ${subject}`
  return textLines(text, { width, indent: '', tone: 'heading' })
}

const TONES: Readonly<Record<NonNullable<CardFact['tone']>, Tone>> = {
  warn: 'warning',
  danger: 'bad',
  quiet: 'quiet',
}

function factsLines(part: FactPart, context: CardLinesContext): readonly CardLine[] {
  return factsOf(part).flatMap((fact) => oneFact(fact, context))
}

function oneFact(
  { label, value, tone, atMs, requestId, quote }: CardFact,
  { width, nowMs }: CardLinesContext,
): readonly CardLine[] {
  const at = atMs === undefined ? '' : when(atMs, nowMs)
  const text = [value, at, requestId ?? ''].filter((said) => said !== '').join('  ')
  return [
    ...factLines(label, text, styled(width, tone === undefined ? undefined : TONES[tone])),
    ...(quote === undefined ? [] : quotedLines(quote, { width, indent: '    ' })),
  ]
}

function when(atMs: number, nowMs: number): string {
  const text = `${new Date(atMs).toISOString().slice(0, 19)}Z`
  return atMs > nowMs
    ? `${text}, in ${durationText(atMs - nowMs)}`
    : `${text}, ${durationText(nowMs - atMs)} ago`
}

function argumentLines({ values, hasWords }: ArgumentsPart, width: number): readonly CardLine[] {
  const title = { text: 'arguments', tone: 'heading' } as const
  if (values.length > 0) return [title, ...valueLines(values, width)]
  return [title, ...textLines(hasWords ? '(no others)' : '(none)', { width, tone: 'quiet' })]
}

function wordLines({ values }: WordsPart, width: number): readonly CardLine[] {
  return [{ text: 'written by the agent, unverified', tone: 'heading' }, ...valueLines(values, width)]
}

const FACT_TONES: Readonly<Record<'plain' | 'warn' | 'danger', Tone | undefined>> = {
  plain: undefined,
  warn: 'warning',
  danger: 'bad',
}

const SIGNS = { same: ' ', added: '+', removed: '-', skipped: '~' } as const
const SIGN_TONES = { same: undefined, added: 'good', removed: 'bad', skipped: 'quiet' } as const

/** What our own readers see in the arguments. */
function renderingLines({ kind, facts, lines = [] }: Rendering, width: number): readonly CardLine[] {
  return [
    ...textLines(`${kind}, as we read it`, { width, indent: '', tone: 'heading' }),
    ...facts.flatMap(({ label, value, tone }) => factLines(label, value, styled(width, FACT_TONES[tone]))),
    ...lines.flatMap((one) =>
      textLines(one.text, { ...styled(width, SIGN_TONES[one.kind]), indent: `  ${SIGNS[one.kind]} ` }),
    ),
  ]
}

function styled(width: number, tone: Tone | undefined): { readonly width: number; readonly tone?: Tone } {
  return { width, ...(tone !== undefined && { tone }) }
}

function changeLines({ changes, editOf, replacedBy }: ChangesPart, width: number): readonly CardLine[] {
  const what = editOf === undefined ? 'a reviewer made another call of it' : 'edited by a reviewer'
  return [
    { text: what, tone: 'heading' },
    ...(editOf === undefined ? [] : factLines('asked about', editOf, { width })),
    ...(replacedBy === undefined ? [] : factLines('now', replacedBy, { width })),
    ...changes.flatMap(({ path, before, after }) => [
      ...textLines(path, { width, tone: 'name' }),
      ...textLines(JSON.stringify(before), { width, indent: '  - ', tone: 'bad' }),
      ...textLines(JSON.stringify(after), { width, indent: '  + ', tone: 'good' }),
    ]),
  ]
}
