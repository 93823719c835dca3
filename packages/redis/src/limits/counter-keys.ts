import { createHash } from 'node:crypto'
import { storeKey, type NamedStore } from '../store/open-store.ts'

/** A series of calls: of a rate, whose window is in its name, or of a history. */
export type Series =
  | { readonly kind: 'rate'; readonly name: string; readonly windowMs: number }
  | { readonly kind: 'history'; readonly name: string }

/** Keys of one store. All carry one hash tag, so that a cluster keeps them in one slot and one script sees all. */
export interface CounterKeys {
  /** What every script works on first: the store, and the series that are in use. */
  readonly head: readonly [string, string]
  /** Marks of a decision that has not ended. */
  open(decisionId: string): string
  /** What a script needs of a series. */
  of(series: Series): readonly string[]
  /** The same of a history, by the digest of its name. */
  ofDigest(digest: string): readonly string[]
}

/** The store of limits that this process counts in. */
export type CountsStore = NamedStore<CounterKeys>

/** Characters of a digest: nobody finds two names that share it. */
const DIGEST = 32
/** Characters of the store's id that tell its keys from those of the one before it. */
const SHORT = 12

/** @param id of the store: another one has other keys, so that nothing of it is read by mistake */
export function counterKeys(prefix: string, id: string): CounterKeys {
  const within = `{${prefix}}:${id.slice(0, SHORT)}`
  const ofDigest = (digest: string): readonly string[] => [`${within}:z:${digest}`, `${within}:h:${digest}`]
  return {
    head: [storeKey(prefix), `${within}:series`],
    open: (decisionId) => `${within}:open:${decisionId}`,
    of: ({ kind, name }) => (kind === 'rate' ? [`${within}:r:${digestOf(name)}`] : ofDigest(digestOf(name))),
    ofDigest,
  }
}

/** How scripts list a series. */
export function memberOf(series: Series): string {
  return series.kind === 'rate' ? `${series.windowMs} ${series.name}` : ` ${series.name}`
}

/** What `memberOf` said. */
export function seriesOf(member: string): Series {
  const at = member.indexOf(' ')
  const name = member.slice(at + 1)
  return at === 0 ? { kind: 'history', name } : { kind: 'rate', name, windowMs: Number(member.slice(0, at)) }
}

function digestOf(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, DIGEST)
}
