import { AuditError } from '../../audit-error.ts'
import type { PolicyBody } from '../../entry/entry.ts'
import { decodeEntry } from '../../entry/entry-line.ts'
import { LIMITS } from '../../limits.ts'
import { chainDir, listChains } from '../home/home.ts'
import { isClaimed } from '../write/claim.ts'
import { lastWritten } from './last-written.ts'
import { readLines } from './read-lines.ts'

/** A chain that some process holds at this moment. */
export interface HeldChain {
  readonly chain: string
  /** What came into force there last; absent where nothing is judged, or where it stands too far back for a look. */
  readonly policy?: PolicyBody
}

/** Stands in the line of every entry of policies, and in few others. */
const POLICY = Buffer.from('"kind":"policy"')

/**
 * The chains that are being written now, the one that was written last in front. Nothing is verified here.
 * @param bytesMax of their lines that are read for what is in force
 * @throws AuditError `AUDIT_UNAVAILABLE`
 */
export async function heldChains(dir: string, bytesMax: number): Promise<readonly HeldChain[]> {
  const names = (await listChains(dir)).filter((chain) => isHeld(dir, chain))
  const chains = await Promise.all(names.map((chain) => lastWritten(dir, chain)))
  const held: HeldChain[] = []
  let left = bytesMax
  for (const { chain, segments } of chains.toSorted((a, b) => b.writtenMs - a.writtenMs)) {
    let policy: PolicyBody | undefined
    for (const { file, bytes } of segments.toReversed()) {
      if (policy !== undefined || bytes > left) break
      left -= bytes
      policy = await lastPolicy(file, bytes)
    }
    held.push({ chain, ...(policy !== undefined && { policy }) })
  }
  return held
}

function isHeld(dir: string, chain: string): boolean {
  try {
    return isClaimed(chainDir({ dir }, chain))
  } catch (cause) {
    throw new AuditError('AUDIT_UNAVAILABLE', `who holds chain \`${chain}\` cannot be found out`, { cause })
  }
}

async function lastPolicy(file: string, end: number): Promise<PolicyBody | undefined> {
  let last: PolicyBody | undefined
  for await (const { kind, bytes } of readLines(file, { bytesMax: LIMITS.entryBytesMax, end }))
    if (kind === 'whole' && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(POLICY))
      last = policyOf(bytes) ?? last
  return last
}

function policyOf(line: Uint8Array): PolicyBody | undefined {
  try {
    const entry = decodeEntry(line)
    return entry.kind === 'policy' ? entry : undefined
  } catch (error) {
    if (error instanceof AuditError) return undefined
    throw error
  }
}
