import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Suite } from '@kvlar/crypto'
import { AuditError } from '../audit-error.ts'
import type { Head } from '../checkpoint/checkpoint.ts'
import type { TrustedKeys } from '../checkpoint/verify-checkpoint.ts'
import type { Entry } from '../entry/entry.ts'
import type { ChainVerdict } from '../verify/verdict.ts'
import { chainDir } from './home.ts'
import { chainSource } from './chain-source.ts'
import { headsInGenesis, headsInLastCheckpoint } from './other-heads.ts'
import { verifyChain } from '../verify/verify-chain.ts'

/** What the chains of a home are held against. */
export interface HomeExpectation {
  readonly keys: TrustedKeys
  readonly suite?: Suite
  /** Heads known from elsewhere, of any chain. */
  readonly known?: readonly Head[]
  /** Called after every entry that holds, with the bytes read so far over all chains. */
  readonly onEntry?: (entry: Entry, chain: string) => void
}

export interface HomeVerdict {
  readonly kind: 'intact' | 'broken'
  readonly chains: readonly ChainVerdict[]
  /** Chains that others have seen, or that are known from elsewhere, and that are gone. */
  readonly missing: readonly Head[]
}

/**
 * Verifies every chain of a home and holds them against each other: a chain that one checkpoint saw must still be
 * there, at least as long.
 * @throws AuditError `AUDIT_UNAVAILABLE` when the home cannot be read
 */
export async function verifyHome(dir: string, expected: HomeExpectation): Promise<HomeVerdict> {
  const present = await listChains(dir)
  const heads = [...(expected.known ?? []), ...(await seenHeads(dir, present))]
  const chains: ChainVerdict[] = []
  for (const chain of present) {
    const { keys, suite, onEntry } = expected
    const verdict = await verifyChain(await chainSource(chainDir({ dir }, chain)), {
      keys,
      known: heads.filter((head) => head.chain === chain),
      ...(suite === undefined ? {} : { suite }),
      ...(onEntry === undefined ? {} : { onEntry: (entry: Entry) => onEntry(entry, chain) }),
    })
    chains.push({ ...verdict, chain })
  }
  const missing = heads.filter(({ chain, size }) => size > 0 && !present.includes(chain))
  const isIntact = missing.length === 0 && chains.every(({ kind }) => kind === 'intact')
  return { kind: isIntact ? 'intact' : 'broken', chains, missing }
}

/** What the chains say of each other in their first entry and their last checkpoint. */
async function seenHeads(dir: string, chains: readonly string[]): Promise<Head[]> {
  const heads = await Promise.all(
    chains.map(async (chain) => {
      const folder = chainDir({ dir }, chain)
      return [...(await headsInGenesis(folder)), ...(await headsInLastCheckpoint(folder))]
    }),
  )
  return heads.flat()
}

async function listChains(dir: string): Promise<string[]> {
  try {
    return (await readdir(join(dir, 'chains'))).toSorted()
  } catch (cause) {
    throw new AuditError('AUDIT_UNAVAILABLE', `\`${dir}\` is not an audit home that can be read`, { cause })
  }
}
