import { Frontier } from '../merkle/frontier.ts'
import { siblingsOf, type LeafRange } from '../merkle/subtree.ts'

interface Sibling extends LeafRange {
  readonly tree: Frontier
}

/**
 * The audit path of one leaf (RFC 6962 section 2.1.1), gathered while the leaves pass by in order: memory is
 * logarithmic, whatever the size of the tree.
 */
export class InclusionCollector {
  readonly #index: number
  /** Outermost first, as the descent meets them. */
  readonly #siblings: readonly Sibling[]
  #next: number

  /**
   * @param pruned the beginning of the tree of which only complete subtrees are left, largest first; it ends before
   * the leaf
   */
  constructor(
    { index, size }: { readonly index: number; readonly size: number },
    pruned: { readonly size: number; readonly subtrees: readonly Uint8Array[] } = { size: 0, subtrees: [] },
  ) {
    this.#index = index
    this.#next = pruned.size
    this.#siblings = siblingsOf(index, size).map(({ start, end }) => {
      return { start, end, tree: prunedPart({ start, end }, pruned) }
    })
  }

  /** Takes the next leaf. */
  add(leaf: Uint8Array): void {
    const at = this.#next++
    if (at === this.#index) return
    this.#siblings.find(({ start, end }) => at >= start && at < end)?.tree.append(leaf)
  }

  /** The path, innermost first, once every leaf has passed by. */
  path(): Uint8Array[] {
    return this.#siblings.map(({ tree }) => tree.root()).reverse()
  }
}

/**
 * What a sibling has of the pruned beginning. The pruned subtrees are those of the binary digits of its size, and a
 * leaf behind them has siblings by the digits of its index, so each subtree lies in one sibling.
 */
function prunedPart(
  { start, end }: LeafRange,
  pruned: { readonly size: number; readonly subtrees: readonly Uint8Array[] },
): Frontier {
  const size = Math.max(0, Math.min(end, pruned.size) - start)
  let first = 0
  const subtrees: Uint8Array[] = []
  for (const [at, width] of widthsOf(pruned.size).entries()) {
    const root = pruned.subtrees[at]
    if (root !== undefined && first >= start && first < end) subtrees.push(root)
    first += width
  }
  return new Frontier(size, subtrees)
}

/** The powers of two that make up a size, largest first. */
function widthsOf(size: number): number[] {
  const widths: number[] = []
  for (let rest = size; rest > 0; rest -= widths.at(-1) ?? rest) widths.push(2 ** Math.floor(Math.log2(rest)))
  return widths
}
