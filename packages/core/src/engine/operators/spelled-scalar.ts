/** Between the groups of three digits, and before the places, of the countries of the world. */
const GROUPED = /^([+-]?[0-9]{1,3}(?:([.,' \u2019_])[0-9]{3})(?:\2[0-9]{3})*)(?:[.,]([0-9]*))?$/

/**
 * The numbers that readers take a text for: the usual notations and bases, the number that it begins with where the rest
 * is let be (`5 apples`), groups and places as countries write them (`1.000,50`), and 0 for what is no number at all.
 * NaN stands for digits of other scripts, which some readers take and others do not.
 */
export function numbersIn(source: string): readonly number[] {
  const text = source
    .trim()
    .slice(0, NUMBER_CHARS_MAX)
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .trim()
    .replace(/(?<=\d)_(?=\d)/g, '')
  const digit = /^[+-]?\.?(\p{Nd})/u.exec(text)?.[1]
  if (digit !== undefined && !/[0-9]/.test(digit)) return [Number.NaN]
  const whole = Number(text)
  const begins = Number.parseFloat(text)
  if (Number.isNaN(begins)) return Number.isNaN(whole) ? [0] : [whole]
  const found = [whole, begins, Math.trunc(begins), Number.parseInt(text, 10)]
  if (/^[+-]?0[0-7]+$/.test(text)) found.push(Number.parseInt(text, 8))
  const [, groups, , places = ''] = GROUPED.exec(text) ?? []
  if (groups !== undefined) found.push(Number(`${groups.replace(/[^0-9+-]/g, '')}.${places}`))
  if (text.includes(',')) found.push(Number(text.replace(',', '.')))
  return found.filter((number) => !Number.isNaN(number))
}

/** No notation of a number that a double tells apart is longer. */
const NUMBER_CHARS_MAX = 1100

/** The truth value that a text spells for the usual readers of forms and configurations. */
export function booleanIn(text: string): boolean | undefined {
  const word = text.trim()
  return word.length <= 5 ? BOOLEAN_WORDS.get(word.toLowerCase()) : undefined
}

const BOOLEAN_WORDS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 't', 'yes', 'y', 'on', '1'].map((word) => [word, true] as const),
  ...['false', 'f', 'no', 'n', 'off', '0'].map((word) => [word, false] as const),
])
