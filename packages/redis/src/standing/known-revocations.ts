import { createListeners, type Listeners, type Revocation } from '@kvlar/gate'
import { REDIS_LIMITS } from '../limits.ts'
import { STANDING } from '../store-words.ts'
import { decodeRevocation, targetName, type RevocationRecord } from './revocation-record.ts'
import { PAGE, PUT_BACK } from './scripts.ts'
import { standingChannel, type StandingStore } from './standing-keys.ts'
import type { ReadStandingOptions } from './standing-options.ts'

/**
 * The revocations that this process knows of: from what it writes, hears and reads. With them it tells its listeners what
 * they missed, and Redis what that has lost.
 */
export class KnownRevocations {
  readonly listeners: Listeners
  readonly #store: StandingStore
  readonly #options: Pick<ReadStandingOptions, 'prefix' | 'onLoss' | 'onFailure'>
  /** Texts by targets. */
  readonly #known = new Map<string, string>()
  /** Those of them that could not be written yet. */
  readonly #unwritten = new Map<string, string>()
  /** How often it had changed who is turned away, when this process heard of it last. */
  #changes: number | undefined
  #looking: Promise<void> | undefined
  /** What was read of all that stand, while that is being read. */
  #found = new Map<string, string>()
  #timer: NodeJS.Timeout | undefined
  #soon: NodeJS.Timeout | undefined

  constructor(store: StandingStore, options: ReadStandingOptions) {
    this.#store = store
    this.#options = options
    this.listeners = createListeners(options.onFailure)
  }

  get #isHearing(): boolean {
    return this.#timer !== undefined
  }

  /** One of some targets that is turned away by this process alone as yet. @throws when there are too many to know */
  unwritten(targets: readonly string[]): Revocation | undefined {
    if (this.#unwritten.size === 0) return undefined
    if (this.#unwritten.size > REDIS_LIMITS.unwrittenMax)
      throw STANDING.unavailable('more revocations wait to be written to Redis than are kept; refusing')
    const text = targets.map((target) => this.#unwritten.get(target)).find((found) => found !== undefined)
    return text === undefined ? undefined : decodeRevocation(text)
  }

  get allUnwritten(): readonly Revocation[] {
    return [...this.#unwritten.values()].map(decodeRevocation)
  }

  /** Whether it is one that this process knows already, and heard of it from there. */
  isKnown(target: string, { reason, by, atMs }: Revocation): boolean {
    const text = this.#known.get(target)
    if (text === undefined) return false
    const known = decodeRevocation(text)
    return known.reason === reason && known.by === by && known.atMs === atMs
  }

  /** It could not be written, or nobody knows whether it was: it holds here, and is written later. */
  owe({ target, text }: RevocationRecord): void {
    if (this.#unwritten.has(target)) return
    // One above the bound stands for all that are not kept.
    if (this.#unwritten.size <= REDIS_LIMITS.unwrittenMax) this.#unwritten.set(target, text)
    this.learn({ target, text })
  }

  /** It stands. */
  learn({ target, text }: RevocationRecord): void {
    if (this.#known.get(target) === text) return
    this.#known.set(target, text)
    this.listeners.tell(decodeRevocation(text))
  }

  /** It has ended; what stood here alone. */
  forget(target: string): Revocation | undefined {
    const text = this.#unwritten.get(target)
    this.#known.delete(target)
    this.#unwritten.delete(target)
    return text === undefined ? undefined : decodeRevocation(text)
  }

  /** A change that was told: which store, how many changes there are with it, what it is, and of which revocation. */
  hear(message: string): void {
    const [, id, count, kind, text] = /^(\w+) (\d+) (\w+) (.*)$/s.exec(message) ?? []
    if (id !== this.#store.id || text === undefined) return
    try {
      const record = { target: targetName(decodeRevocation(text).target), text }
      if (kind === 'revoked') this.learn(record)
      if (kind === 'restored') this.#ended(record)
    } catch (error) {
      this.#options.onFailure(error)
    }
    const isNext = Number(count) === (this.#changes ?? Number.NaN) + 1
    this.#changes = Number(count)
    if (!isNext) this.#lookSoon(true)
  }

  #ended({ target, text }: RevocationRecord): void {
    if (this.#known.get(target) === text) this.forget(target)
    if (this.#found.get(target) === text) this.#found.delete(target)
  }

  /** What an answer of Redis says: where that is not what was heard, something was missed, or lost. */
  notice(changes: number): void {
    if (this.#unwritten.size > 0) void this.look()
    if (this.#isHearing && changes !== this.#changes) this.#lookSoon(false)
  }

  /** Looks at all that stand; what fails is done by the next one. */
  look(): Promise<void> {
    this.#looking ??= this.#lookAtAll()
      .catch((error: unknown) => this.#options.onFailure(error))
      .finally(() => (this.#looking = undefined))
    return this.#looking
  }

  /** Changes are heard from now on. Looks at all that stand, and then now and then: a connection can be dead for long. */
  async begin(): Promise<void> {
    this.#timer ??= setInterval(() => void this.#lookIfChanged(), REDIS_LIMITS.lookMs).unref()
    await this.look()
  }

  end(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    clearTimeout(this.#soon)
  }

  /** After what is on its way has arrived. */
  #lookSoon(isSure: boolean): void {
    if (this.#soon !== undefined) return
    this.#soon = setTimeout(() => {
      this.#soon = undefined
      void (isSure ? this.look() : this.#lookIfChanged())
    }, REDIS_LIMITS.hearMs).unref()
  }

  async #lookIfChanged(): Promise<void> {
    try {
      const { changes } = await this.#page('0', 1)
      if (changes !== this.#changes) await this.look()
    } catch {
      // Whoever needs Redis meanwhile is told.
    }
  }

  async #lookAtAll(): Promise<void> {
    this.#found = new Map()
    if (this.#isHearing)
      for await (const { records, changes, isFirst } of this.#pages()) {
        if (isFirst) this.#changes = changes
        for (const { target, text } of records) this.#found.set(target, text)
      }
    const mine = this.#isHearing ? this.#known : this.#unwritten
    await this.#putBack([...mine].filter(([target]) => !this.#found.has(target)))
    for (const [target, text] of this.#found) this.learn({ target, text })
    this.#found = new Map()
  }

  /** All that stand in the store. */
  async readAll(): Promise<readonly RevocationRecord[]> {
    const all: RevocationRecord[] = []
    for await (const { records } of this.#pages()) all.push(...records)
    return all
  }

  async *#pages() {
    let cursor = '0'
    let isFirst = true
    do {
      const page = await this.#page(cursor, REDIS_LIMITS.pageMax)
      yield { ...page, isFirst }
      isFirst = false
      cursor = page.next
    } while (cursor !== '0')
  }

  /** Has Redis know again what it has lost; what somebody has let in since is forgotten here. */
  async #putBack(missing: readonly (readonly [target: string, text: string])[]): Promise<void> {
    let lost = 0
    for (let from = 0; from < missing.length; from += REDIS_LIMITS.pageMax) {
      const part = missing.slice(from, from + REDIS_LIMITS.pageMax)
      const [, ...answers] = await this.#store.run(PUT_BACK, ({ head }) => ({
        keys: head,
        args: [standingChannel(this.#options.prefix), part.length, ...part.flat()],
      }))
      for (const [place, [target, text]] of part.entries()) {
        const isOwed = this.#unwritten.get(target) === text
        if (answers[place] === 'back' && !isOwed) lost += 1
        if (isOwed) this.#unwritten.delete(target)
        if (answers[place] === 'restored') this.#known.delete(target)
      }
    }
    if (lost > 0) this.#options.onLoss({ revocations: lost, actions: 0 })
  }

  async #page(cursor: string, max: number) {
    const [, changes, next, ...found] = await this.#store.run(PAGE, ({ head }) => ({
      keys: head,
      args: [cursor, max],
      isRead: true,
    }))
    const records = found.flatMap((target, place): readonly RevocationRecord[] =>
      place % 2 === 0 ? [{ target: String(target), text: String(found[place + 1]) }] : [],
    )
    return { changes: Number(changes), next: String(next), records }
  }
}
