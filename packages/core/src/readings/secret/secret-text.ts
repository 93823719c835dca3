import { type CharSet, isIn, runEnd } from './char-sets.ts'
import { LIMITS } from '../../limits.ts'
import type { SecretKind } from './secret-kind.ts'

/** One secret, by its place in the text. */
export interface FoundSecret {
  readonly kind: SecretKind
  readonly start: number
  /** After its last character. */
  readonly end: number
}

interface Stretch {
  readonly start: number
  readonly end: number
}

/**
 * What is read of one text in all its codings. Nobody writes so many names of secrets; a text that does is there to take
 * time, and counts as one that holds a secret.
 */
export class Work {
  #names = 0

  /** Counts one name that is read; whether there are too many. */
  addName(): boolean {
    this.#names += 1
    return this.#names > LIMITS.secretNamesMax
  }
}

/** A text while it is searched. Remembers where runs end, so that however many prefixes stand in one run it is read once. */
export class SecretText {
  readonly text: string
  readonly work: Work
  #runs: Map<CharSet, Stretch> | undefined
  #next: Map<RegExp, Stretch> | undefined
  #read: Map<string, number> | undefined
  #kept: Map<string, { readonly place: number; readonly value: number }> | undefined

  constructor(text: string, work: Work) {
    this.text = text
    this.work = work
  }

  isIn(set: CharSet, at: number): boolean {
    return isIn(set, this.text, at)
  }

  /** Where the run of a set from `at` on ends; `at` when there is none. */
  runEnd(set: CharSet, at: number): number {
    const known = this.#runs?.get(set)
    if (known !== undefined && known.start <= at && at < known.end) return known.end
    const end = runEnd(set, this.text, at)
    this.#runs ??= new Map()
    this.#runs.set(set, { start: at, end })
    return end
  }

  /** Where `part` stands next from `at` on; the length of the text when nowhere. Places must be asked in order. */
  next(part: RegExp, at: number): number {
    return this.#find(part, at).start
  }

  /** Where it ends. */
  nextEnd(part: RegExp, at: number): number {
    return this.#find(part, at).end
  }

  #find(part: RegExp, at: number): Stretch {
    const known = this.#next?.get(part)
    if (known !== undefined && known.start >= at) return known
    part.lastIndex = at
    const match = part.exec(this.text)
    const start = match?.index ?? this.text.length
    const found = { start, end: start + (match?.[0].length ?? 0) }
    this.#next ??= new Map()
    this.#next.set(part, found)
    return found
  }

  /**
   * The part of a window that no window of this name has covered yet, for what is looked for around an anchor: however
   * close anchors stand, the text is read once.
   */
  unread(name: string, from: number, to: number): { readonly from: number; readonly to: number } {
    const start = Math.max(from, this.#read?.get(name) ?? 0)
    const end = Math.max(start, Math.min(to, this.text.length))
    this.#read ??= new Map()
    this.#read.set(name, end)
    return { from: start, to: end }
  }

  /** What `find` says of a place, which is asked once for each name while the place stays the same. */
  remember(name: string, place: number, find: () => number): number {
    const kept = this.#kept?.get(name)
    if (kept?.place === place) return kept.value
    const value = find()
    this.#kept ??= new Map()
    this.#kept.set(name, { place, value })
    return value
  }

  /** What a sticky expression matches at a place. Its quantifiers are bounded, so the answer costs a bounded time. */
  match(expression: RegExp, at: number): RegExpExecArray | undefined {
    expression.lastIndex = at
    return expression.exec(this.text) ?? undefined
  }
}

/** Called with each secret. */
export type Found = (kind: SecretKind, start: number, end: number) => void

/** Reads what stands at an anchor; `at` is where the anchor begins. */
export type Reader = (source: SecretText, at: number, found: Found) => void

/** At the beginning of an anchor it stands for itself and for any character outside of ASCII. */
export const OUTSIDE_ASCII = '\0'

/** A text that every secret of some shape holds, always in the same place of it. */
export interface Anchor {
  readonly text: string
  readonly ignoresCase?: true
  readonly read: Reader
}
