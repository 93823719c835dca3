/** Columns of the table: one for each character that a literal may have, and one for all others. */
const CODES = 128

/**
 * Whether a text may hold one of some literals, without regard to the case of ASCII letters: one look at each character
 * (Aho and Corasick, 1975). True as well for a text with a character beyond ASCII, or one of `odd`. The literals are
 * ASCII and not empty.
 */
export function literalSearch(literals: Iterable<string>, odd: RegExp): (text: string) => boolean {
  const { next, isEnd } = tableOf(literals)
  const isOdd = Uint8Array.from({ length: CODES }, (_, code) => (odd.test(String.fromCharCode(code)) ? 1 : 0))
  return (text) => {
    let state = 0
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at)
      if (code >= CODES || isOdd[code] === 1) return true
      state = next[state * CODES + code] ?? 0
      if (isEnd[state] === 1) return true
    }
    return false
  }
}

interface Table {
  /** For each state and character, the state behind it. */
  readonly next: Int32Array
  /** Whether a literal ends where the state is reached: 1 or 0. */
  readonly isEnd: Uint8Array
}

function tableOf(literals: Iterable<string>): Table {
  const words = [...new Set([...literals].map((literal) => literal.toLowerCase()))]
  const statesMax = words.reduce((sum, word) => sum + word.length, 1)
  const next = new Int32Array(statesMax * CODES).fill(-1)
  const isEnd = new Uint8Array(statesMax)
  let states = 1
  for (const word of words) {
    let state = 0
    for (let at = 0; at < word.length; at += 1) {
      const place = state * CODES + word.charCodeAt(at)
      if (next[place] === -1) next[place] = states++
      state = next[place] ?? 0
    }
    isEnd[state] = 1
  }
  closeTable(next, isEnd)
  // Capital letters go where small ones go.
  for (let state = 0; state < states; state += 1)
    for (let code = 65; code <= 90; code += 1)
      next[state * CODES + code] = next[state * CODES + code + 32] ?? 0
  return { next, isEnd }
}

/** Fills in where each state goes that has no literal to go on with: to what of it could begin another one. */
function closeTable(next: Int32Array, isEnd: Uint8Array): void {
  const fallback = new Int32Array(isEnd.length)
  const queue = [0]
  for (const state of queue) {
    const back = fallback[state] ?? 0
    if (isEnd[back] === 1) isEnd[state] = 1
    for (let code = 0; code < CODES; code += 1) {
      const place = state * CODES + code
      const onward = state === 0 ? 0 : (next[back * CODES + code] ?? 0)
      const target = next[place] ?? -1
      if (target === -1) next[place] = onward
      else {
        fallback[target] = onward
        queue.push(target)
      }
    }
  }
}
