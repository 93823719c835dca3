import { verifyHome, type HomeChainVerdict, type HomeExpectation, type HomeVerdict } from '@kvlar/audit/file'
import type { Trust } from '../keys/trusted-keys.ts'

/** A verdict, and whether every chain is signed under keys that somebody else than the home named. */
export interface JudgedHome extends HomeVerdict {
  readonly home: string
  readonly isPinned: boolean
}

/** Verifies a home under these keys. @throws AuditError */
export async function judgeHome(
  home: string,
  trust: Trust,
  expected: Omit<HomeExpectation, 'keys'> = {},
): Promise<JudgedHome> {
  const verdict = await verifyHome(home, { ...expected, keys: trust.keys })
  const keyIds = verdict.chains.flatMap((chain) => chain.keyIds)
  return { ...verdict, home, isPinned: unsignedChains(verdict.chains).length === 0 && trust.isPinned(keyIds) }
}

/** Chains that hold entries and no signature: their writer died at once, or somebody took the checkpoints away. */
export function unsignedChains(chains: readonly HomeChainVerdict[]): readonly HomeChainVerdict[] {
  return chains.filter(({ size, keyIds }) => size > 0 && keyIds.length === 0)
}

/** The verdict in a word. */
export function verdictText({ kind, chains, isPinned }: JudgedHome): string {
  if (kind !== 'intact') return kind
  if (unsignedChains(chains).length > 0) return 'intact, not signed'
  return isPinned ? 'intact' : 'intact, key not pinned'
}
