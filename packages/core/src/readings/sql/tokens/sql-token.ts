import type { SqlSpan } from '../sql-reading.ts'

/** One word, quoted name, text, number, sign or place of an outside value. */
export interface SqlToken extends SqlSpan {
  readonly kind: 'word' | 'name' | 'text' | 'number' | 'sign' | 'value' | 'end'
  /** A word in lower case; a name without its quotes; all else as it stands. */
  readonly text: string
  /** A name in quotes that another dialect or setting takes for a text. */
  readonly doubtful: boolean
}
