/** Dots that are a name by themselves, at the start of something or behind a flag of one letter. */
const CLIMBING = /(?:^|[^\w.]|-[A-Za-z])\.\.(?![\w.])/

/** Nothing but the names of one path, which no reader parts. */
const ONE_PATH = /^(?:[A-Za-z]:)?(?:[\w./\\][\w./\\-]*)$/

/** False for a text of which no reading without encodings climbs above where it starts. */
export function mayClimb(text: string): boolean {
  if (!text.includes('..') && !DOTS.test(text)) return false
  if (!CLIMBING.test(text) && ASCII.test(text)) return false
  if (!ONE_PATH.test(text)) return true
  const path = text.replace(/^[A-Za-z]:/, '')
  return climbs(path, '/') || climbs(path, /[/\\]/)
}

const ASCII = /^[\0-\x7f]*$/

/** Characters that are two dots, or one of two, to a reader that normalises. */
const DOTS = /[\u2024\u2025\ufe30\uff0e\ufe52]|\.\p{Default_Ignorable_Code_Point}/u

function climbs(path: string, separator: string | RegExp): boolean {
  const names = path.split(separator)
  if (names[0] === '' && names.length > 1) return false
  let depth = 0
  for (const name of names) {
    if (name === '..') depth -= 1
    else if (name !== '' && name !== '.') depth += 1
    if (depth < 0) return true
  }
  return false
}
