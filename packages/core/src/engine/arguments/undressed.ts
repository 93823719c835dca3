/**
 * A text as a lenient reader leaves it: without what stands behind a NUL, blanks and quotes around it, and characters
 * that nobody sees; full-width letters are the usual ones. Case is left as it is.
 */
export function undressed(text: string): string {
  const nul = text.indexOf('\0')
  // Of a NUL in front of everything something is left to those who take it for a blank.
  const whole = nul > 0 ? text.slice(0, nul) : text
  return trimmed(ASCII.test(whole) ? whole : whole.normalize('NFKC').replace(IGNORABLE, ''))
}

const ASCII = /^[\0-\x7f]*$/

const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu

const QUOTES = '"\'`'

/** By hand: an expression for the end would read a run of blanks again from each of its places. */
function trimmed(text: string): string {
  let start = 0
  let end = text.length
  for (;;) {
    while (start < end && BLANK.test(text.charAt(start))) start += 1
    while (end > start && BLANK.test(text.charAt(end - 1))) end -= 1
    const mark = text.charAt(start)
    if (end - start < 2 || !QUOTES.includes(mark) || text.charAt(end - 1) !== mark)
      return text.slice(start, end)
    start += 1
    end -= 1
  }
}

/** With the controls, which many readers take off as well. */
const BLANK = /[\s\p{Cc}]/u
