import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ChainState } from '../chain/chain-end.ts'
import { chainStateFromJson, chainStateToJson, isCount } from './chain-state-json.ts'
import { readIfThere } from './home.ts'
import { STATE_FILE } from './segment-files.ts'

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
  const file = join(dir, STATE_FILE)
  const text = JSON.stringify({ version: 1, ...chainStateToJson(chain), segment, offset, lastOffset })
  await writeFile(`${file}.new`, text, { mode: 0o600 })
  await rename(`${file}.new`, file)
}

/** Undefined when there is none that can be read. */
export async function loadState(dir: string): Promise<SavedState | undefined> {
  const text = await readIfThere(join(dir, STATE_FILE))
  if (text === undefined) return undefined
  try {
    const { version, segment, offset, lastOffset, ...chain } = JSON.parse(text) as Record<string, unknown>
    if (version !== 1 || !isCount(segment) || !isCount(offset) || !isCount(lastOffset)) return undefined
    return { chain: chainStateFromJson(chain), segment, offset, lastOffset }
  } catch {
    // A hint that does not parse is no hint; everything it says is in the segments as well.
    return undefined
  }
}
