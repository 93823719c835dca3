import { visibleText } from '@kvlar/core/text'
import type { Tone } from './tone.ts'
import { wrapColumns } from './wrap-columns.ts'

/** One line of what a reviewer sees: it holds no control character and fits the terminal. */
export interface CardLine {
  readonly text: string
  readonly tone?: Tone
}

/** Fewer would be no lines. */
const COLUMNS_MIN = 16
const LABEL_COLUMNS = 12

/** A text of ours, or of others made visible, over as many lines as it needs, each behind the same indent. */
export function textLines(text: string, { width, indent = '  ', tone }: LineStyle): CardLine[] {
  const columns = Math.max(width - indent.length, COLUMNS_MIN)
  return wrapColumns(visibleText(text), columns).map((line): CardLine => {
    const shown = `${indent}${line}`
    return tone === undefined ? { text: shown } : { text: shown, tone }
  })
}

export interface LineStyle {
  readonly width: number
  readonly indent?: string
  readonly tone?: Tone
}

/** A fact with its label; what does not fit beside the label goes on under itself. */
export function factLines(label: string, text: string, { width, tone }: LineStyle): CardLine[] {
  const indent = ' '.repeat(LABEL_COLUMNS + 2)
  const name = visibleText(label)
  const [first, ...rest] = textLines(text, { width, indent, ...(tone !== undefined && { tone }) })
  if (name.length >= LABEL_COLUMNS)
    return [...textLines(name, { width }), ...(first ? [first, ...rest] : rest)]
  const head = `  ${name.padEnd(LABEL_COLUMNS)}${first?.text.slice(indent.length) ?? ''}`
  return [{ ...first, text: head }, ...rest]
}

/** A text of somebody else, line by line behind a bar: it can imitate nothing that stands before the bar. */
export function quotedLines(text: string, { width, indent = '  ' }: LineStyle): CardLine[] {
  return text.split('\n').flatMap((line) => textLines(line, { width, indent: `${indent}| ` }))
}
