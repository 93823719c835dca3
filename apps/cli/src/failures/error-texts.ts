import { readFileSync } from 'node:fs'

/** What a code means, and what to do about it. */
export interface ErrorText {
  readonly means: string
  readonly todo: string
}

const ROW = /^\| (?:<a id="\w+"><\/a>)?`(\w+)` *\| (.*?) *\| (.*?) *\|$/gm
/** Of Markdown, a table has links. */
const LINK = /\[([^\]]*)\]\([^)]*\)/g

/** Every code, from the page that has them all. In what is published, the build has put the texts in this place. */
export const ERROR_TEXTS: ReadonlyMap<string, ErrorText> = new Map(
  [...readFileSync(new URL('../../../../docs/errors.md', import.meta.url), 'utf8').matchAll(ROW)].map(
    ([, code = '', means = '', todo = '']) => [code, { means: plain(means), todo: plain(todo) }],
  ),
)

function plain(text: string): string {
  return text.replace(LINK, '$1').replaceAll('\\|', '|')
}
