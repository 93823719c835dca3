import type { Suite } from '@kvlar/crypto'
import { AuditError } from '../../audit-error.ts'
import type { Head } from '../../checkpoint/checkpoint.ts'
import type { Entry } from '../../entry/entry.ts'
import type { TrustedKeys } from '../../note/verify-note.ts'
import type { ChainVerdict } from '../../verify/verdict.ts'
import { verifyChain } from '../../verify/verify-chain.ts'
import { chainSource, type FileChainSource } from './chain-source.ts'
import { lastWritten } from './last-written.ts'
import { loadState } from '../home/chain-state-file.ts'
import { chainDir, listChains, readHomeId } from '../home/home.ts'
import { seenHeads } from '../write/seen-heads.ts'
import { tracesOfChains } from '../write/traces.ts'

/** What the chains of a home are held against. */
export interface HomeExpectation {
  readonly keys: TrustedKeys
  readonly suite?: Suite
  /** The chain to verify, held against what the others say of it; all unless told. */
  readonly only?: string
  /**
   * Bytes of entries to read at most: chains are taken whole, the one that was written last first, and the rest is
   * `unread`. No bound unless told.
   */
  readonly bytesMax?: number
  /** Heads known from elsewhere, of any chain; see `parseWitness`. */
  readonly known?: readonly Head[]
  /** Called after every entry that holds. */
  readonly onEntry?: (entry: Entry, chain: string) => void
  /** Called now and then with the bytes read and the bytes there are, over all chains. */
  readonly onProgress?: (bytesRead: number, bytes: number) => void
}

/** A chain of a home, with the file-level facts that its own verdict does not know. */
export interface HomeChainVerdict extends ChainVerdict {
  /** The name of its folder. */
  readonly chain: string
  /** Bytes of a torn last line, which is no entry: its writer died, or is still writing it. */
  readonly tornBytes: number
}

/** A chain that was left out. */
export interface UnreadChain {
  readonly chain: string
  readonly bytes: number
}

export interface HomeVerdict {
  /** `empty`: nothing is recorded, and nothing says that anything ever was. Whoever expects a record misses it. */
  readonly kind: 'intact' | 'empty' | 'broken'
  readonly chains: readonly HomeChainVerdict[]
  /** Chains of which nothing was read, because they did not fit into `bytesMax`: the verdict says nothing of them. */
  readonly unread: readonly UnreadChain[]
  /** Chains that others have seen, or that are known from elsewhere, and that are gone. */
  readonly missing: readonly Head[]
  /** Where no entry is left: what in the home says that there were some, so that it is broken and not empty. */
  readonly traces: readonly string[]
}

/**
 * Verifies every chain of a home and holds them against each other: a chain that any checkpoint saw must still be
 * there, at least as long. Writers may go on meanwhile.
 * @throws AuditError `AUDIT_UNAVAILABLE`, `AUDIT_CORRUPT` when the home itself cannot be read or has no
 * chain of the name; a home that is gone while heads of it are known is broken
 */
export async function verifyHome(dir: string, expected: HomeExpectation): Promise<HomeVerdict> {
  const home = await readHomeId(dir)
  const kept = (expected.known ?? []).filter(({ size }) => size > 0)
  if (home === undefined && kept.length > 0)
    return { kind: 'broken', chains: [], unread: [], missing: kept, traces: [] }
  if (home === undefined)
    throw new AuditError('AUDIT_UNAVAILABLE', `\`${dir}\` is not an audit home that can be read`)
  const present = await listChains(dir)
  const { only } = expected
  if (only !== undefined && !present.includes(only))
    throw new AuditError('AUDIT_UNAVAILABLE', `\`${dir}\` has no chain \`${only}\``)
  const seen = await Promise.all(present.map((chain) => seenHeads(chainDir({ dir }, chain))))
  const heads = [...(expected.known ?? []), ...seen.flat()]
  const chosen = present.filter((chain) => only === undefined || chain === only)
  const found = await Promise.all(
    chosen.map(async (chain) => ({ chain, source: await chainSource(chainDir({ dir }, chain)) })),
  )
  const unread = await beyond(dir, found, expected.bytesMax)
  const sources = found.filter(({ chain }) => unread.every((one) => one.chain !== chain))
  const progress = progressOf(
    sources.map(({ source }) => source),
    expected.onProgress,
  )
  const chains: HomeChainVerdict[] = []
  for (const { chain, source } of sources) {
    const { keys, suite, onEntry } = expected
    const verdict = await verifyChain(source, {
      keys,
      chain,
      home,
      known: [
        ...heads.filter((head) => head.chain === chain),
        ...(source.bytes === 0 && source.anchor === undefined ? await notedHead(dir, chain) : []),
      ],
      ...(suite === undefined ? {} : { suite }),
      onEntry: (entry) => {
        onEntry?.(entry, chain)
        progress()
      },
    })
    chains.push({ ...verdict, chain, tornBytes: source.tornBytes() })
  }
  const missing = heads.filter(
    ({ chain, size }) => size > 0 && !present.includes(chain) && (only === undefined || chain === only),
  )
  const isEmpty = unread.length === 0 && chains.every(({ kind, size }) => kind === 'intact' && size === 0)
  const traces = isEmpty ? await tracesOfChains(dir) : []
  const isWhole = missing.length === 0 && traces.length === 0 && chains.every(({ kind }) => kind === 'intact')
  return { kind: !isWhole ? 'broken' : isEmpty ? 'empty' : 'intact', chains, unread, missing, traces }
}

/** How far a chain came by its own notes, which count where no entry of it is left: a chain begins with its first. */
async function notedHead(dir: string, chain: string): Promise<readonly Head[]> {
  const noted = await loadState(chainDir({ dir }, chain))
  return noted === undefined || noted.chain.size === 0
    ? []
    : [{ chain, size: noted.chain.size, root: new Uint8Array() }]
}

/** The chains that do not fit, when those that were written last are read first. */
async function beyond(
  dir: string,
  found: readonly { readonly chain: string; readonly source: FileChainSource }[],
  bytesMax = Infinity,
): Promise<readonly UnreadChain[]> {
  const total = found.reduce((sum, { source }) => sum + source.bytes, 0)
  if (total <= bytesMax) return []
  const written = await Promise.all(
    found.map(async ({ chain, source: { bytes } }) => ({ ...(await lastWritten(dir, chain)), bytes })),
  )
  let left = bytesMax
  return written
    .toSorted((a, b) => b.writtenMs - a.writtenMs)
    .filter(({ bytes }) => {
      if (bytes > left) return true
      left -= bytes
      return false
    })
    .map(({ chain, bytes }) => ({ chain, bytes }))
}

/** Entries between two reports of progress. */
const PROGRESS_ENTRIES = 1024

function progressOf(
  sources: readonly { readonly bytes: number; readonly bytesRead: () => number }[],
  report: HomeExpectation['onProgress'],
): () => void {
  const bytes = sources.reduce((sum, source) => sum + source.bytes, 0)
  let entries = 0
  return () => {
    entries++
    if (report === undefined || entries % PROGRESS_ENTRIES !== 0) return
    const read = sources.reduce((sum, source) => sum + source.bytesRead(), 0)
    report(Math.min(read, bytes), bytes)
  }
}
