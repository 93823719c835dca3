import type { AuditRow, Entry } from '@kvlar/audit'
import { newestRows, readHomeId, unsignedChains, verdictText } from '@kvlar/audit/file'
import { whyOf } from '../notice.ts'
import { judgeHome } from '../record/judge-home.ts'
import { trustedKeys } from '../keys/trusted-keys.ts'
import type { DeniedCall, LastDenied, RecordState } from './status.ts'

/** Read and verified in a second or two; `kvlar audit verify` reads all. */
const VERIFIED_BYTES_MAX = 64 * 1024 * 1024
/** Entries among which denials are looked for. */
const LOOKED_AT = 200
const DENIED_SHOWN = 3

/** Whether what was recorded last is intact. */
export async function readRecord(
  home: string,
  onProgress: (bytesRead: number, bytes: number) => void,
): Promise<RecordState> {
  try {
    if (!(await isThere(home))) return { kind: 'none', home }
    const trust = await trustedKeys([], home)
    const judged = await judgeHome(home, trust, { onProgress, bytesMax: VERIFIED_BYTES_MAX })
    const { kind, chains, unread } = judged
    return {
      kind,
      home,
      verdict: verdictText(judged),
      // What was begun a moment ago is not signed yet, which is another thing.
      isOwnWitness: !judged.isPinned && unsignedChains(chains).length === 0,
      chains: chains.length,
      entries: chains.reduce((sum, { size, pruned }) => sum + size - pruned, 0),
      unread: { chains: unread.length, bytes: unread.reduce((sum, { bytes }) => sum + bytes, 0) },
    }
  } catch (error) {
    return { kind: 'unknown', home, why: whyOf(error) }
  }
}

/** The newest entries of the record, newest first, which nobody has verified for this. */
export type Newest =
  | { readonly kind: 'known'; readonly rows: readonly AuditRow[] }
  | { readonly kind: 'unknown'; readonly why: string }

export async function readNewest(home: string): Promise<Newest> {
  try {
    return { kind: 'known', rows: (await isThere(home)) ? await newestRows(home, LOOKED_AT) : [] }
  } catch (error) {
    return { kind: 'unknown', why: whyOf(error) }
  }
}

/** What was denied last. */
export function lastDenied(newest: Newest): LastDenied {
  if (newest.kind === 'unknown') return newest
  const { rows } = newest
  const calls = rows.flatMap(({ entry }) => denialOf(entry) ?? []).slice(0, DENIED_SHOWN)
  return { kind: 'known', looked: rows.length, calls }
}

async function isThere(home: string): Promise<boolean> {
  return (await readHomeId(home)) !== undefined
}

/** INVARIANT: no argument of a call, not even what a rule met in one: a screen is looked at by more than one. */
function denialOf(entry: Entry): DeniedCall | undefined {
  if (entry.kind === 'refused') return { at: entry.time, reason: entry.message }
  if (entry.kind !== 'decided' || entry.outcome !== 'denied') return undefined
  const { time: at, resource, server, matched_rule: rule, reason, effective_reason: effective } = entry
  return { at, resource, ...(server !== undefined && { server }), rule, reason: effective ?? reason }
}
