import { join } from 'node:path'
import { verifyAnchor } from '../../anchor/verify-anchor.ts'
import { AuditError } from '../../audit-error.ts'
import { ChainEnd, type ChainState } from '../../chain/chain-end.ts'
import { checkpointDigest } from '../../checkpoint/sign-checkpoint.ts'
import {
  isSignatureRefusal,
  verifyCheckpoint,
  type VerifiedCheckpoint,
} from '../../checkpoint/verify-checkpoint.ts'
import { decodeEntry } from '../../entry/entry-line.ts'
import type { Entry } from '../../entry/entry.ts'
import { LIMITS } from '../../limits.ts'
import { leafHash } from '../../merkle/tree-hash.ts'
import type { TrustedKeys } from '../../note/verify-note.ts'
import { loadAnchor } from '../home/anchor-file.ts'
import { checkpointBytes, CHECKPOINT_LINE_BYTES_MAX, lastCheckpoint } from '../home/checkpoint-file.ts'
import { loadState, type SavedState } from '../home/chain-state-file.ts'
import { dropClosing } from './closing-note.ts'
import { readLines } from '../read/read-lines.ts'
import { CHECKPOINT_FILE, listSegments, segmentFile, type Segment } from '../home/segment-files.ts'
import { setAside, type TornLine } from './set-aside.ts'

/** A chain as its last writer left it. */
export interface ResumedChain {
  readonly end: ChainEnd
  readonly segment: Segment
  /** Time of the first entry of that segment, in milliseconds; absent in an empty one. */
  readonly segmentSinceMs?: number
  /** Absent in a chain whose writer died before its first entry. */
  readonly keyInForce?: string
  /** Time of the last entry or checkpoint, in milliseconds: time does not run backwards within a chain. */
  readonly timeMs: number
  /** Digest of the last checkpoint. */
  readonly previous?: string
  /** Entries that the last checkpoint covers. */
  readonly signedSize: number
  /** Whether the last writer ended in order and signed that it did. */
  readonly closed: boolean
  /** A torn last line that was set aside. */
  readonly torn?: TornLine
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
  const start = await startOf(dir, { segments, signed, keys })
  const walk = { ...start, timeMs: signed?.checkpoint.timeMs ?? 0 }
  let tornAt: number | undefined
  for (const segment of segments.filter(({ first }) => first >= start.segment)) {
    const offset = segment.first === start.segment ? start.offset : 0
    for await (const line of readLines(segment.file, { bytesMax: LIMITS.entryBytesMax, start: offset })) {
      const entry = line.kind === 'whole' ? follow(walk.end, line.bytes) : undefined
      if (entry === undefined) {
        // Only the very end of a chain can be torn by a crash; anything else is not ours to repair.
        if (segment !== last)
          throw corrupt(dir, `entry ${walk.end.size} does not follow from the one before it`)
        tornAt = line.offset
        break
      }
      if (entry.kind === 'genesis' || entry.kind === 'key') walk.keyInForce = entry.key_id
      walk.timeMs = Math.max(walk.timeMs, Date.parse(entry.time))
      walk.closed = entry.kind === 'close'
    }
  }
  const signedSize = signed?.checkpoint.head.size ?? 0
  if (walk.end.size < signedSize) throw corrupt(dir, `it ends before entry ${signedSize}, which was signed`)
  const torn = tornAt === undefined ? undefined : await setAside(dir, last.file, tornAt)
  await cutTornCheckpoint(dir)
  await dropClosing(dir)
  const { end, keyInForce, timeMs } = walk
  const segmentSinceMs = await firstTime(last.file)
  return {
    end,
    segment: last,
    ...(segmentSinceMs === undefined ? {} : { segmentSinceMs }),
    ...(keyInForce === undefined ? {} : { keyInForce }),
    timeMs,
    signedSize,
    closed: walk.closed && signedSize === end.size && torn === undefined,
    ...(signed === undefined ? {} : { previous: checkpointDigest(signed.text) }),
    ...(torn === undefined ? {} : { torn }),
  }
}

async function lastSigned(dir: string, keys: TrustedKeys): Promise<VerifiedCheckpoint | undefined> {
  const note = await lastCheckpoint(dir)
  return note === undefined
    ? undefined
    : refusing(dir, 'the last checkpoint', () => verifyCheckpoint(note, keys))
}

interface Start {
  readonly end: ChainEnd
  readonly segment: number
  readonly offset: number
  keyInForce: string | undefined
  closed: boolean
}

/** The saved state if it is the one that was signed; else the anchor or the beginning. */
async function startOf(
  dir: string,
  {
    segments,
    signed,
    keys,
  }: {
    readonly segments: readonly Segment[]
    readonly signed: VerifiedCheckpoint | undefined
    readonly keys: TrustedKeys
  },
): Promise<Start> {
  const saved = await loadState(dir)
  const end = saved === undefined ? undefined : endOf(saved.chain)
  if (
    saved !== undefined &&
    signed !== undefined &&
    end?.size === signed.checkpoint.head.size &&
    Buffer.compare(end.root(), signed.checkpoint.head.root) === 0 &&
    segments.some(({ first, bytes }) => first === saved.segment && bytes >= saved.offset)
  ) {
    // The root does not say which leaf came last, and the next entry names it.
    const last = await lastEntry(segmentFile(dir, saved.segment), saved)
    if (last !== undefined)
      return {
        end,
        segment: saved.segment,
        offset: saved.offset,
        keyInForce: signed.checkpoint.keyId,
        closed: last.kind === 'close',
      }
  }
  const note = await loadAnchor(dir)
  if (note === undefined)
    return { end: new ChainEnd(), segment: 0, offset: 0, keyInForce: undefined, closed: false }
  const { state, keyInForce } = await refusing(dir, 'the anchor', () => verifyAnchor(note, keys))
  return { end: new ChainEnd(state), segment: state.size, offset: 0, keyInForce, closed: false }
}

/** The last entry that was signed, if it stands where the saved state says and is the one it names. */
async function lastEntry(file: string, { chain, lastOffset }: SavedState): Promise<Entry | undefined> {
  const range = { bytesMax: LIMITS.entryBytesMax, start: lastOffset }
  for await (const { kind, bytes } of readLines(file, range)) {
    const isLast =
      kind === 'whole' && chain.last !== undefined && Buffer.compare(leafHash(bytes), chain.last) === 0
    return isLast ? decodeEntry(bytes) : undefined
  }
  return undefined
}

async function firstTime(file: string): Promise<number | undefined> {
  for await (const { kind, bytes } of readLines(file, { bytesMax: LIMITS.entryBytesMax }))
    return kind === 'whole' ? Date.parse(decodeEntry(bytes).time) : undefined
  return undefined
}

function endOf(state: ChainState): ChainEnd | undefined {
  try {
    return new ChainEnd(state)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
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

/** The next checkpoint must begin on a line of its own. */
async function cutTornCheckpoint(dir: string): Promise<void> {
  const size = await checkpointBytes(dir)
  if (!(await endsTorn(dir, size - 1))) return
  const file = join(dir, CHECKPOINT_FILE)
  for await (const { kind, offset } of readLines(file, { bytesMax: CHECKPOINT_LINE_BYTES_MAX }))
    if (kind === 'torn') await setAside(dir, file, offset)
}

async function endsTorn(dir: string, start: number): Promise<boolean> {
  if (start < 0) return false
  for await (const { kind } of readLines(join(dir, CHECKPOINT_FILE), { bytesMax: 1, start }))
    return kind === 'torn'
  return false
}

async function refusing<T>(dir: string, what: string, verify: () => Promise<T>): Promise<T> {
  try {
    return await verify()
  } catch (cause) {
    if (!isSignatureRefusal(cause)) throw cause
    throw new AuditError('AUDIT_CORRUPT', `${what} in \`${dir}\` does not hold`, { cause })
  }
}

function corrupt(dir: string, what: string): AuditError {
  return new AuditError('AUDIT_CORRUPT', `the chain in \`${dir}\` cannot be continued: ${what}`)
}
