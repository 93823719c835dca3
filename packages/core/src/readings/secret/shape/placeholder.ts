/** Fewer different characters than any key that was made at random has. */
const DIFFERENT_MIN = 6

/** A token gives itself away as a stand-in early; no more of it is read. */
const CHARS_READ = 40

/** How often one character may follow itself; crosses, stars and dots stand for something sooner than others. */
const REPEATED_MAX = 7
const FILLERS_MAX: ReadonlyMap<number, number> = new Map(
  (
    [
      ['x', 3],
      ['X', 3],
      ['*', 2],
      ['.', 2],
    ] as const
  ).map(([char, max]) => [char.charCodeAt(0), max]),
)

/** Words for what should stand there. */
const WORDS =
  /(?:^|[-_.])(?:(?:your|my|insert|replace|some|fake)[-_.]|(?:here|placeholder|redacted)(?:$|[-_.]))/i

/**
 * Whether the characters of a token only stand in for a real one. An example key that is complete is no placeholder:
 * it cannot be told from one in use.
 */
export function isPlaceholder(body: string): boolean {
  const read = body.slice(0, CHARS_READ)
  return isMonotone(read) || WORDS.test(read)
}

/** Whether a text repeats one character, or has few. */
function isMonotone(text: string): boolean {
  const seen: number[] = []
  let before = -1
  let repeated = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    repeated = code === before ? repeated + 1 : 1
    if (repeated > 2 && repeated > (FILLERS_MAX.get(code) ?? REPEATED_MAX)) return true
    if (seen.length < DIFFERENT_MIN && !seen.includes(code)) seen.push(code)
    before = code
  }
  return seen.length < DIFFERENT_MIN
}

/** Whether a text has capitals, small letters and digits, as nearly every random one has and few words do. */
export function isMixed(body: string): boolean {
  return /[0-9]/.test(body) && /[A-Z]/.test(body) && /[a-z]/.test(body)
}
