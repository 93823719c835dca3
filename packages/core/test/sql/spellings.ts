import { chance } from '../random-sql.ts'

/** What may stand between two words of SQL, for some reader at least. */
export const GAPS = [' ', '\n', '\t', '\r\n', '  ', '/**/', '/* x */', ' -- x\n', ' --\n']
/** What stands there only in some versions, settings or dialects, or looks as if it did. */
export const STRANGE_GAPS = [
  ...GAPS,
  '',
  '\u00a0',
  '\f',
  '\v',
  '\r',
  '\u2003',
  '\u200b',
  '\ufeff',
  '\0',
  '/*!*/',
  '/*+ x */',
  '/* /* */ */',
  '#\n',
  '--x\n',
  '/*!50000 */',
  '\\',
]

/** Other ways of writing a word: another case, quotes, letters that look alike, escapes. */
export function spellings(word: string): readonly string[] {
  const upper = word.toUpperCase()
  const mixed = Array.from(word, (letter, at) => (at % 2 === 0 ? letter.toUpperCase() : letter)).join('')
  return [
    word,
    upper,
    mixed,
    `"${word}"`,
    `\`${word}\``,
    `[${word}]`,
    `"${upper}"`,
    `U&"${word}"`,
    `U&"\\00${word.charCodeAt(0).toString(16)}${word.slice(1)}"`,
    `'${word}'`,
    word.replace('e', '\u0435'),
    word.replace('s', '\uff53'),
    word.slice(0, 1) + '\u200d' + word.slice(1),
    `/*!${word}*/`,
    `/**/${word}/**/`,
  ]
}

/**
 * Ways to write a text whose words stand apart at each ` `, with what stands for `{}` put in: at least `count` of
 * them, always the same ones.
 */
export function written(template: string, inner: readonly string[], count: number): readonly string[] {
  const random = chance(template.length * 7919 + count)
  const one = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!
  const texts = new Set<string>(inner.map((word) => template.replaceAll('{}', word)))
  for (let tries = 0; texts.size < count && tries < count * 20; tries += 1) {
    const gaps = random() < 0.5 ? GAPS : STRANGE_GAPS
    const words = template.split(' ').map((word) => {
      const put = word.replaceAll('{}', one(inner))
      const keeps = word === '{}' || /["'`]/.test(word)
      return keeps || random() < 0.6 ? put : random() < 0.5 ? put.toUpperCase() : put.toLowerCase()
    })
    texts.add(
      words.reduce((text, word) => text + gapBetween(text, word, random() < 0.6 ? ' ' : one(gaps)) + word),
    )
  }
  return [...texts]
}

/** Two words or two texts without anything between are one other; a digit and a word were two in older versions. */
function gapBetween(before: string, after: string, gap: string): string {
  const isOne =
    (/[A-Za-z_]$/.test(before) && /^[A-Za-z_]/.test(after)) || (before.endsWith("'") && after.startsWith("'"))
  return gap === '' && isOne ? ' ' : gap
}
