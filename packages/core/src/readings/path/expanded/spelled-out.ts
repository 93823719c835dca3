/** How much of a name a pattern leaves open. */
export interface SpelledOut {
  /** Characters that stand for themselves. */
  readonly plain: number
  /** Wildcards for one character. */
  readonly ones: number
}

const ONE = /\?|\[[^\]]+\]/g
const WILD = /\*|\?|\[[^\]]+\]/

export function spelledOut(pattern: string): SpelledOut {
  const plain = literalsOf(pattern).reduce((chars, run) => chars + run.length, 0)
  return { plain, ones: pattern.match(ONE)?.length ?? 0 }
}

/** What stands between the wildcards. */
export function literalsOf(pattern: string): readonly string[] {
  return pattern.split(WILD)
}
