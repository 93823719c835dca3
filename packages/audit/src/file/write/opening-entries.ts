import type { JsonObject } from '@kvlar/core/json'
import type { Signer } from '@kvlar/crypto'
import type { Head } from '../../checkpoint/checkpoint.ts'
import type { EntryBody } from '../../entry/entry.ts'
import { LIMITS } from '../../limits.ts'
import { base64 } from '../../note/note-field.ts'
import type { AuditHome } from '../home/home.ts'
import type { OpenedChain } from './open-chain.ts'
import type { ResumedChain } from './resume-chain.ts'

/** What a writer says of itself when it begins or takes over a chain. */
export interface Opening {
  readonly home: AuditHome
  readonly signer: Signer
  readonly versions: JsonObject
  /** Heads of other chains that it has seen. */
  readonly others: readonly Head[]
}

/** The entries with which a writer begins: a genesis, or what became of the writer before it. */
export function openingEntries(
  { resumed, chain }: Pick<OpenedChain, 'resumed' | 'chain'>,
  { home, signer, versions, others }: Opening,
): EntryBody[] {
  const keyId = signer.bundle.id
  if (resumed?.keyInForce === undefined) {
    const genesis: EntryBody = {
      kind: 'genesis',
      chain,
      home: home.id,
      key_id: keyId,
      suite: signer.suite,
      versions,
      others: longest(others).map(({ chain: other, size, root }) => ({
        chain: other,
        size,
        root: base64(root),
      })),
    }
    return resumed?.torn === undefined ? [genesis] : [genesis, recoveryOf(resumed)]
  }
  const recovery = resumed.closed ? [] : [recoveryOf(resumed)]
  if (resumed.keyInForce === keyId) return recovery
  return [
    ...recovery,
    { kind: 'key', key_id: keyId, suite: signer.suite, previous_key_id: resumed.keyInForce },
  ]
}

/** One head for each chain: the longest. */
function longest(heads: readonly Head[]): Head[] {
  const byChain = new Map<string, Head>()
  for (const head of heads)
    if (head.size > (byChain.get(head.chain)?.size ?? -1)) byChain.set(head.chain, head)
  return [...byChain.values()].toSorted((a, b) => (a.chain < b.chain ? -1 : 1)).slice(0, LIMITS.headsMax)
}

function recoveryOf({ signedSize, torn }: ResumedChain): EntryBody {
  return {
    kind: 'recovery',
    unsigned_from: signedSize,
    torn_bytes: torn?.bytes ?? 0,
    ...(torn === undefined ? {} : { torn_digest: torn.digest }),
  }
}
