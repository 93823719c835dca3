import { parseRegex } from './regex.ts'

/** Texts kept of one part; more would only multiply. */
const EXAMPLES_MAX = 24

/** Repeats written out; what asks for more is left short and found out by the caller's test. */
const REPEATS_MAX = 64

/** Characters tried where several would do, the plainest first. */
const PLAIN = Array.from('xa0A./ -_:@,;=Z9"\'()[]{}<>|&$#!?*+%^~`\\\n\téαж中🙂')

/**
 * Texts that the regular expression should find, shortest first: made by reading it, so the caller tests each.
 * It takes time in proportion to the expression.
 *
 * @param source an expression that has loaded
 * @param fill what is put where any run of characters may stand; without it such places stay as short as they can be
 */
export function regexExamples(source: string, fill?: string): readonly string[] {
  return new Sampler(source, fill).alternatives()
}

class Sampler {
  readonly #source: string
  readonly #fill: string | undefined
  #at = 0

  constructor(source: string, fill: string | undefined) {
    this.#source = source
    this.#fill = fill
  }

  /** Up to the end of the group or the expression. */
  alternatives(): readonly string[] {
    const branches = [this.#sequence()]
    while (this.#skip(/\|/y) !== undefined) {
      const branch = this.#sequence()
      if (branches.length < EXAMPLES_MAX) branches.push(branch)
    }
    // Each branch in turn, so that the last has its examples, too.
    const longest = Math.max(...branches.map(({ length }) => length))
    const turns = Array.from({ length: longest }, (_, turn) =>
      branches.flatMap((branch) => branch[turn] ?? []),
    )
    return turns.flat().slice(0, EXAMPLES_MAX)
  }

  #sequence(): readonly string[] {
    let texts: readonly string[] = ['']
    while (this.#at < this.#source.length && !/[|)]/.test(this.#source.charAt(this.#at)))
      texts = joined(texts, this.#repeated())
    return texts
  }

  #repeated(): readonly string[] {
    const start = this.#at
    const once = this.#atom()
    const atom = this.#source.slice(start, this.#at)
    const count = this.#skip(/(?:[*+?]|\{\d+(?:,\d*)?\})\??/y)
    // A single dot is most often meant for one.
    if (count === undefined) return atom === '.' ? ['.', ...once] : once
    const takesFill = this.#fill !== undefined && /^(?:\.|\[\^)/.test(atom)
    const filled = takesFill && /^[*+]|,\}/.test(count) ? [this.#fill] : []
    if (count.startsWith('+')) return [...filled, ...once]
    if (!count.startsWith('{')) return [...filled, '', ...once]
    const least = Math.min(Number(/\d+/.exec(count)?.[0]), REPEATS_MAX)
    return [...filled, ...once.map((text) => text.repeat(least))]
  }

  #atom(): readonly string[] {
    const group = this.#skip(/\((?:\?(?:P?<\w+>|[a-zA-Z-]*:))?/y)
    if (group !== undefined) {
      // A group of flags and nothing else stands for no text.
      if (this.#skip(/\?[a-zA-Z-]*\)/y) !== undefined) return ['']
      const found = this.alternatives()
      this.#skip(/\)/y)
      return found
    }
    if (this.#skip(/\^|\$|\\[bBAz]/y) !== undefined) return ['']
    const set = this.#skip(
      /\[\^?\]?(?:\[:[^\]]*:\]|\\.|[^\]\\])*\]|\\[pPx]\{[^}]*\}|\\x..|\\[pPdDsSwW].?|\./sy,
    )
    if (set !== undefined) return charactersOf(this.#oneCharacter(set))
    const escaped = this.#skip(/\\[afnrtv]/y)
    if (escaped !== undefined) return charactersOf(escaped)
    this.#skip(/\\/y)
    return [this.#skip(/./suy) ?? '']
  }

  /** `\d` and its like take one letter, `\p` and `\P` the name after it. */
  #oneCharacter(set: string): string {
    if (!/^\\[dDsSwW]./s.test(set)) return set
    this.#at -= set.length - 2
    return set.slice(0, 2)
  }

  #skip(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#source)?.[0]
    this.#at += found?.length ?? 0
    return found
  }
}

/** Each first with each second, as many as are kept: every first and every second before any other pair. */
function joined(first: readonly string[], second: readonly string[]): readonly string[] {
  const [head = ''] = first
  const [tail = ''] = second
  if (second.length < 2) return second.length === 0 ? [] : first.map((text) => text + tail)
  const pairs = [
    ...first.map((text) => text + tail),
    ...second.slice(1).map((text) => head + text),
    ...first.slice(1).flatMap((text) => second.slice(1).map((more) => text + more)),
  ]
  return pairs.slice(0, EXAMPLES_MAX)
}

/** Sets whose characters are remembered: expressions repeat the same few. */
const SETS_MAX = 256
const knownSets = new Map<string, readonly string[]>()

function charactersOf(set: string): readonly string[] {
  const known = knownSets.get(set)
  if (known !== undefined) return known
  const found = findCharacters(set)
  if (knownSets.size === SETS_MAX) knownSets.clear()
  knownSets.set(set, found)
  return found
}

/** Characters that a set of one character takes; for a class the first that it names, where no plain one is in it. */
function findCharacters(set: string): readonly string[] {
  const point = /^\\x\{?([0-9a-fA-F]+)/.exec(set)?.[1]
  if (point !== undefined) return [String.fromCodePoint(Number.parseInt(point, 16))]
  const parsed = parseRegex(`^(?:${set})$`)
  if (!parsed.ok) return [/^\[\^?(.)/su.exec(set)?.[1] ?? 'x']
  const named = Array.from(set.replace(/^\[/, '')).filter((character) => parsed.regex.test(character))
  const plain = PLAIN.filter((character) => parsed.regex.test(character))
  const isNegated = /^(?:\[\^|\.|\\[A-Z])/.test(set)
  return [...new Set(isNegated ? plain : [...named, ...plain])].slice(0, 2)
}
