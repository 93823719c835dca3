import { EMPTY_ROOT, nodeHash } from './tree-hash.ts'

/** Hands out leaf hashes by index; how they are kept is the caller's business. */
export type Leaves = (index: number) => Uint8Array

/** The root over the leaves `[start, end)` (MTH of RFC 6962 section 2.1). */
export function subtreeRoot(leaves: Leaves, start: number, end: number): Uint8Array {
  if (end <= start) return EMPTY_ROOT
  if (end - start === 1) return leaves(start)
  const middle = start + splitOf(end - start)
  return nodeHash(subtreeRoot(leaves, start, middle), subtreeRoot(leaves, middle, end))
}

/** The largest power of two smaller than `size`; `size` is at least 2. */
export function splitOf(size: number): number {
  let split = 1
  while (split * 2 < size) split *= 2
  return split
}

/** Leaves `[start, end)`. */
export interface LeafRange {
  readonly start: number
  readonly end: number
}

/** The subtrees beside the way from the root over `size` leaves down to leaf `index`, outermost first. */
export function siblingsOf(index: number, size: number): LeafRange[] {
  const siblings: LeafRange[] = []
  let start = 0
  let end = size
  while (end - start > 1) {
    const middle = start + splitOf(end - start)
    if (index < middle) {
      siblings.push({ start: middle, end })
      end = middle
    } else {
      siblings.push({ start, end: middle })
      start = middle
    }
  }
  return siblings
}
