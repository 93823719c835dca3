/** Chooses servers by name; patterns may hold `*` (any text) and `?` (one character). */
export interface NameFilter {
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
}

/** Whether the filter lets a name through. */
export function isChosen(name: string, filter: NameFilter): boolean {
  const { only = [], skip = [] } = filter
  const wanted = only.length === 0 || only.some((pattern) => matchesName(name, pattern))
  return wanted && !skip.some((pattern) => matchesName(name, pattern))
}

/** Matches in time linear in the name for each star, whatever the pattern. */
export function matchesName(name: string, pattern: string): boolean {
  let at = 0
  let star = -1
  let resume = 0
  for (let index = 0; index < name.length;) {
    if (at < pattern.length && pattern[at] === '*') {
      star = at++
      resume = index
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[index])) {
      at += 1
      index += 1
    } else if (star >= 0) {
      at = star + 1
      index = ++resume
    } else return false
  }
  return /^\**$/.test(pattern.slice(at))
}

/** Whether every server is meant. */
export function choosesAll({ only = [], skip = [] }: NameFilter): boolean {
  return only.length === 0 && skip.length === 0
}
