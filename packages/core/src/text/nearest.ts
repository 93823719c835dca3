/** Words longer than this are not compared: a suggestion for them would help nobody. */
const COMPARED_CHARS_MAX = 64

/** Words up to this are so near to others that one edit counts, and none of the first letter: `ksh` is not `zsh`. */
const SHORT_CHARS_MAX = 4

/**
 * The known word a person most likely meant: one that is two edits away (one for a short word), or else one that the
 * word abbreviates (`params`, `parameters`). Undefined when there is none.
 */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  if (word.length > COMPARED_CHARS_MAX) return undefined
  const typed = word.toLowerCase()
  const isShort = typed.length <= SHORT_CHARS_MAX
  const candidates = [...known].filter((one) => !isShort || one[0] === typed[0])
  let best: string | undefined
  let bestDistance = isShort ? 2 : 3
  for (const candidate of candidates) {
    const distance = editDistance(typed, candidate)
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best ?? (isShort ? undefined : candidates.find((one) => abbreviates(typed, one)))
}

/** Whether a word has the letters of another one in their order, and begins as it does for at least its half. */
function abbreviates(word: string, whole: string): boolean {
  if (!whole.startsWith(word.slice(0, Math.ceil(word.length / 2)))) return false
  let at = 0
  for (const letter of whole) if (letter === word[at]) at += 1
  return at === word.length
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= to.length; column += 1) {
      const cost = from[row - 1] === to[column - 1] ? 0 : 1
      let distance = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + cost,
      )
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1])
        distance = Math.min(distance, (beforeLast[column - 2] ?? 0) + 1)
      current.push(distance)
    }
    beforeLast = last
    last = current
  }
  return last[to.length] ?? 0
}
