import { join } from 'node:path'
import { replaceFile } from '@kvlar/core/node'
import { AuditError } from '../../audit-error.ts'
import type { ChainState } from '../../chain/chain-end.ts'
import { chainStateFromJson, chainStateToJson, isCount } from './chain-state-json.ts'
import { STATE_FILE } from './segment-files.ts'
import { readSmallFile } from './small-file.ts'

/**
 * Where a chain stood at its last checkpoint, so that going on does not mean reading everything again. It is a hint:
 * it counts only if its root is the one that was signed.
 */
export interface SavedState {
  readonly chain: ChainState
  /** First entry of the segment in which the next entry stood, and the byte at which it begins. */
  readonly segment: number
  readonly offset: number
  /** The byte at which the last entry begins. */
  readonly lastOffset: number
}

/** Saves the hint; a crash in between leaves the old one. */
export async function saveState(
  dir: string,
  { chain, segment, offset, lastOffset }: SavedState,
): Promise<void> {
  const text = JSON.stringify({ version: 1, ...chainStateToJson(chain), segment, offset, lastOffset })
  await replaceFile(join(dir, STATE_FILE), text, 'hint')
}

/** Undefined when there is none that can be read. */
export async function loadState(dir: string): Promise<SavedState | undefined> {
  try {
    const text = await readSmallFile(join(dir, STATE_FILE))
    if (text === undefined) return undefined
    // Any JSON destructures into fields that may be missing; null does not, and ends in the catch.
    const { version, segment, offset, lastOffset, ...chain } = JSON.parse(text) as Record<string, unknown>
    if (version !== 1 || !isCount(segment) || !isCount(offset) || !isCount(lastOffset)) return undefined
    return { chain: chainStateFromJson(chain), segment, offset, lastOffset }
  } catch (error) {
    // A hint that does not parse is no hint; everything it says is in the segments as well.
    if (error instanceof SyntaxError || error instanceof TypeError || error instanceof AuditError)
      return undefined
    throw error
  }
}
