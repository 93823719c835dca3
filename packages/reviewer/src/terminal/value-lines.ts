import { hiddenText } from '../card/hidden-text.ts'
import type { ShownValue } from '../card/shown-value.ts'
import { quotedLines, textLines, type CardLine } from './card-line.ts'

/** Arguments, line by line: types marked, hidden values described, nothing ever cut. */
export function valueLines(values: readonly ShownValue[], width: number, depth = 1): readonly CardLine[] {
  return values.flatMap((value) => oneValue(value, width, depth))
}

function oneValue({ name, type, shown }: ShownValue, width: number, depth: number): readonly CardLine[] {
  const indent = '  '.repeat(depth)
  const line = (said: string): CardLine[] => textLines(`${name}  ${said}`, { width, indent, tone: 'name' })
  switch (shown.kind) {
    case 'hidden':
      return line(hiddenText(shown.hidden))
    case 'literal':
      return [...line(type), ...quotedLines(shown.text, { width, indent })]
    case 'items':
      return [...line(type), ...valueLines(shown.items, width, depth + 1)]
    case 'text':
      return [
        ...line(shown.hidden === undefined ? textKind(shown) : `partly ${hiddenText(shown.hidden)}`),
        ...quotedLines(shown.text, { width, indent }),
        ...shown.warnings.flatMap((said) => textLines(`! ${said}`, { width, indent, tone: 'bad' })),
      ]
  }
}

function textKind({ text, chars }: { readonly text: string; readonly chars?: number }): string {
  if (text === '') return 'text, empty'
  return chars === undefined ? 'text' : `text, ${chars.toLocaleString('en')} characters, shown in full`
}
