import { hash } from 'node:crypto'
import { mkdir, open, truncate } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { AuditError } from '../audit-error.ts'
import { ChainEnd } from '../chain/chain-end.ts'
import { checkpointDigest } from '../checkpoint/sign-checkpoint.ts'
import {
  isCheckpointRefusal,
  verifyCheckpoint,
  type TrustedKeys,
  type VerifiedCheckpoint,
} from '../checkpoint/verify-checkpoint.ts'
import { decodeEntry } from '../entry/entry-line.ts'
import type { Entry } from '../entry/entry.ts'
import { LIMITS } from '../limits.ts'
import { leafHash } from '../merkle/tree-hash.ts'
import { loadAnchor } from './anchor-file.ts'
import { lastCheckpoint } from './checkpoint-file.ts'
import { loadState, type SavedState } from './chain-state-file.ts'
import { readLines } from './read-lines.ts'
import { listSegments, segmentFile, type Segment } from './segment-files.ts'

/** A chain as its last writer left it. */
export interface ResumedChain {
  readonly end: ChainEnd
  readonly segment: Segment
  readonly keyInForce: string
  /** Time of the last entry or checkpoint, in milliseconds: time does not run backwards within a chain. */
  readonly timeMs: number
  /** Digest of the last checkpoint. */
  readonly previous?: string
  /** Entries that the last checkpoint covers. */
  readonly signedSize: number
  /** Whether the last writer ended in order. */
  readonly closed: boolean
  /** A torn last line that was set aside. */
  readonly torn?: { readonly bytes: number; readonly digest: string }
}

/**
 * Reads what is needed to go on with a chain that this process has claimed, and sets a torn last line aside.
 * @throws AuditError `AUDIT_CORRUPT` when the chain is not one that can be continued; it is left as it is
 */
export async function resumeChain(dir: string, keys: TrustedKeys): Promise<ResumedChain> {
  const segments = await listSegments(dir)
  const last = segments.at(-1)
  if (last === undefined) throw corrupt(dir, 'it has no segment')
  const signed = await lastSigned(dir, keys)
  const start = await startOf(dir, segments, signed)
  const walk = {
    end: start.end,
    keyInForce: start.keyInForce,
    timeMs: signed?.checkpoint.timeMs ?? 0,
    closed: start.closed,
  }
  let torn: ResumedChain['torn']
  for (const segment of segments.filter(({ first }) => first >= start.segment)) {
    const offset = segment.first === start.segment ? start.offset : 0
    for await (const line of readLines(segment.file, { bytesMax: LIMITS.entryBytesMax, start: offset })) {
      const entry = line.complete ? follow(walk.end, line.bytes) : undefined
      if (entry === undefined) {
        // Only the very end of a chain can be torn by a crash; anything else is not ours to repair.
        if (segment !== last || walk.end.size < (signed?.checkpoint.head.size ?? 0))
          throw corrupt(dir, `entry ${walk.end.size} does not follow from the one before it`)
        torn = await setAside(dir, segment.file, line.offset)
        break
      }
      if (entry.kind === 'genesis' || entry.kind === 'key') walk.keyInForce = entry.key_id
      walk.timeMs = Math.max(walk.timeMs, Date.parse(entry.time))
      walk.closed = entry.kind === 'close'
    }
  }
  if (walk.keyInForce === undefined) throw corrupt(dir, 'it has no genesis entry')
  return {
    ...walk,
    keyInForce: walk.keyInForce,
    segment: last,
    signedSize: signed?.checkpoint.head.size ?? 0,
    ...(signed === undefined ? {} : { previous: checkpointDigest(signed.text) }),
    ...(torn === undefined ? {} : { torn }),
  }
}

async function lastSigned(dir: string, keys: TrustedKeys): Promise<VerifiedCheckpoint | undefined> {
  const note = await lastCheckpoint(dir)
  if (note === undefined) return undefined
  try {
    return await verifyCheckpoint(note, keys)
  } catch (cause) {
    if (!isCheckpointRefusal(cause)) throw cause
    throw new AuditError('AUDIT_CORRUPT', `the last checkpoint in \`${dir}\` does not hold`, { cause })
  }
}

interface Start {
  readonly end: ChainEnd
  readonly segment: number
  readonly offset: number
  readonly keyInForce: string | undefined
  readonly closed: boolean
}

/** The saved state if it is the one that was signed; else the anchor or the beginning. */
async function startOf(
  dir: string,
  segments: readonly Segment[],
  signed: VerifiedCheckpoint | undefined,
): Promise<Start> {
  const saved = await loadState(dir)
  if (saved !== undefined && signed !== undefined && segments.some(({ first }) => first === saved.segment)) {
    const { size, root } = signed.checkpoint.head
    const end = endOf(saved.chain)
    if (end?.size === size && Buffer.compare(end.root(), root) === 0)
      return {
        closed: await endsClosed(segmentFile(dir, saved.segment), saved),
        end,
        segment: saved.segment,
        offset: saved.offset,
        keyInForce: signed.checkpoint.keyId,
      }
  }
  const anchor = await loadAnchor(dir)
  if (anchor === undefined)
    return { end: new ChainEnd(), segment: 0, offset: 0, keyInForce: undefined, closed: false }
  return {
    end: new ChainEnd(anchor.chain),
    segment: anchor.chain.size,
    offset: 0,
    keyInForce: anchor.keyInForce,
    closed: false,
  }
}

/** Whether the last entry that was signed says that the writer ended in order. */
async function endsClosed(file: string, { chain, lastOffset }: SavedState): Promise<boolean> {
  for await (const { bytes, complete } of readLines(file, {
    bytesMax: LIMITS.entryBytesMax,
    start: lastOffset,
  })) {
    const isLast = complete && chain.last !== undefined && Buffer.compare(leafHash(bytes), chain.last) === 0
    return isLast && decodeEntry(bytes).kind === 'close'
  }
  return false
}

function endOf(state: ConstructorParameters<typeof ChainEnd>[0]): ChainEnd | undefined {
  try {
    return new ChainEnd(state)
  } catch {
    return undefined
  }
}

function follow(end: ChainEnd, line: Uint8Array): Entry | undefined {
  try {
    const entry = decodeEntry(line)
    if (entry.index !== end.size || entry.prev !== end.prev) return undefined
    end.follow(line)
    return entry
  } catch (error) {
    if (error instanceof AuditError) return undefined
    throw error
  }
}

/** Keeps the bytes of a torn line beside the chain, then cuts them off: nothing is dropped in silence. */
async function setAside(
  dir: string,
  file: string,
  offset: number,
): Promise<{ bytes: number; digest: string }> {
  const source = await open(file, 'r')
  try {
    const { size } = await source.stat()
    const bytes = Buffer.alloc(Math.min(size - offset, LIMITS.tornBytesMax))
    await source.read(bytes, 0, bytes.length, offset)
    await mkdir(join(dir, 'torn'), { recursive: true, mode: 0o700 })
    const kept = await open(
      join(dir, 'torn', `${basename(file, '.jsonl')}-${offset}-${process.hrtime.bigint()}`),
      'wx',
      0o600,
    )
    try {
      await kept.writeFile(bytes)
      await kept.sync()
    } finally {
      await kept.close()
    }
    await truncate(file, offset)
    return { bytes: size - offset, digest: hash('sha256', bytes, 'hex') }
  } finally {
    await source.close()
  }
}

function corrupt(dir: string, what: string): AuditError {
  return new AuditError('AUDIT_CORRUPT', `the chain in \`${dir}\` cannot be continued: ${what}`)
}
