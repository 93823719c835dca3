import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AuditError } from '../../audit-error.ts'
import type { Checkpoint, Head } from '../../checkpoint/checkpoint.ts'
import { parseCheckpointText } from '../../checkpoint/checkpoint-text.ts'
import { LIMITS } from '../../limits.ts'
import { parseNote } from '../../note/note.ts'
import { lastCheckpoint } from '../home/checkpoint-file.ts'
import { chainDir, listChains, type AuditHome } from '../home/home.ts'
import { CHECKPOINT_FILE } from '../home/segment-files.ts'
import { isSystemError } from '../home/system-error.ts'

/**
 * The newest signed heads of the other chains of a home, for the checkpoints of one. They are not verified here: who
 * signs them again says only "this is what I saw", and a verifier misses the chain if it is gone.
 */
export class OtherHeads {
  readonly #home: Pick<AuditHome, 'dir'>
  readonly #own: string
  /** What the file of each chain was like when it was read, and its head then. */
  readonly #read = new Map<string, { readonly stamp: string; readonly head: Head | undefined }>()
  /** Sizes that a checkpoint of ours names already: it stays in the chain, so nothing is said twice. */
  readonly #told = new Map<string, number>()

  constructor(home: Pick<AuditHome, 'dir'>, own: string) {
    this.#home = home
    this.#own = own
  }

  /** Heads that no checkpoint of this writer names yet, sorted by chain; at most `LIMITS.headsMax`. */
  async news(): Promise<Head[]> {
    const heads: Head[] = []
    for (const chain of await listChains(this.#home.dir)) {
      if (chain === this.#own) continue
      const head = await this.#head(chain)
      if (head !== undefined && head.size > (this.#told.get(chain) ?? 0)) heads.push(head)
      if (heads.length === LIMITS.headsMax) break
    }
    return heads
  }

  /** What a checkpoint that was written named. */
  told(heads: readonly Head[]): void {
    for (const { chain, size } of heads) this.#told.set(chain, size)
  }

  async #head(chain: string): Promise<Head | undefined> {
    const dir = chainDir(this.#home, chain)
    try {
      const { size, mtimeMs } = await stat(join(dir, CHECKPOINT_FILE))
      const stamp = `${size} ${mtimeMs}`
      const known = this.#read.get(chain)
      if (known?.stamp === stamp) return known.head
      const head = (await newestCheckpoint(dir))?.head
      this.#read.set(chain, { stamp, head })
      return head
    } catch (error) {
      // A chain without a checkpoint, or one that cannot be read: `verify` names its damage.
      if (isSystemError(error) || error instanceof AuditError) return undefined
      throw error
    }
  }
}

async function newestCheckpoint(dir: string): Promise<Checkpoint | undefined> {
  const note = await lastCheckpoint(dir)
  return note === undefined ? undefined : parseCheckpointText(parseNote(note).text)
}
