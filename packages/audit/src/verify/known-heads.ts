import type { Head } from '../checkpoint/checkpoint.ts'
import { Broken } from './broken.ts'

/** Heads of one chain that are known from elsewhere, to be met in order while the chain is read. */
export class KnownHeads {
  #heads: Head[]

  constructor(heads: readonly Head[]) {
    // The head of an empty chain says nothing of its entries.
    this.#heads = heads.filter(({ size }) => size > 0).toSorted((a, b) => a.size - b.size)
  }

  /**
   * Holds those of exactly this size against what was read; smaller ones were missed.
   * @param root the root over the entries read, when it is needed
   * @throws Broken
   */
  meet(
    read: { readonly chain: string | undefined; readonly size: number },
    root: () => Uint8Array,
    line: number,
  ): void {
    for (let known = this.#heads[0]; known !== undefined && known.size <= read.size; known = this.#heads[0]) {
      if (known.size !== read.size || known.chain !== read.chain || Buffer.compare(known.root, root()) !== 0)
        throw differs(known, line)
      this.#heads.shift()
    }
  }

  /** Holds those of exactly this size against a signed head whose entries were pruned. @throws Broken */
  meetPruned(head: Head): void {
    for (const known of this.#heads) {
      if (known.size !== head.size) continue
      if (known.chain !== head.chain || Buffer.compare(known.root, head.root) !== 0) throw differs(known, 0)
    }
  }

  /** What is known of pruned entries between two checkpoints cannot be compared any more. */
  dropBefore(size: number): void {
    this.#heads = this.#heads.filter((known) => known.size >= size)
  }

  /** @throws Broken when more is known than was read */
  end(size: number, line: number): void {
    const known = this.#heads[0]
    if (known !== undefined)
      throw new Broken(
        'ROLLED_BACK',
        `the chain ends after ${size} entries, but ${known.size} are known from elsewhere`,
        line,
      )
  }
}

function differs({ size }: Head, line: number): Broken {
  return new Broken('ROLLED_BACK', `the first ${size} entries differ from those known from elsewhere`, line)
}
