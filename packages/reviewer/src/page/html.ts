/** Text that is markup already; everything else is escaped when it is put into a page. */
export interface Html {
  readonly markup: string
}

type Part = Html | string | number | undefined | readonly Part[]

/** Markup with values put in: texts are escaped, so that nothing a caller wrote is ever markup. */
export function html(parts: TemplateStringsArray, ...values: readonly Part[]): Html {
  return { markup: parts.map((part, at) => part + (at < values.length ? markupOf(values[at]) : '')).join('') }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function markupOf(part: Part): string {
  if (part === undefined) return ''
  if (typeof part === 'number') return String(part)
  if (typeof part === 'string') return part.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
  if ('markup' in part) return part.markup
  return part.map(markupOf).join('')
}
