import { LIMITS } from '../limits.ts'
import { Climb } from './climb.ts'
import { siblingsOf, subtreeRoot, type Leaves } from './subtree.ts'
import { nodeHash } from './tree-hash.ts'

/** The audit path of leaf `index` in the tree over the first `size` leaves (PATH of RFC 6962 section 2.1.1). */
export function inclusionProof(leaves: Leaves, index: number, size: number): Uint8Array[] {
  return siblingsOf(index, size)
    .map(({ start, end }) => subtreeRoot(leaves, start, end))
    .reverse()
}

/** A claim that a leaf stands at an index of a tree. */
export interface Inclusion {
  readonly leaf: Uint8Array
  readonly index: number
  readonly size: number
  readonly proof: readonly Uint8Array[]
}

/** The root that a proof leads to (RFC 9162 section 2.1.3.2); undefined when it cannot be a proof for that place. */
export function rootFromInclusion({ leaf, index, size, proof }: Inclusion): Uint8Array | undefined {
  if (!isPlace(index, size) || proof.length > LIMITS.proofHashesMax) return undefined
  const climb = new Climb(index, size - 1)
  let root = leaf
  for (const sibling of proof) {
    const side = climb.step()
    if (side === undefined) return undefined
    root = side === 'left' ? nodeHash(sibling, root) : nodeHash(root, sibling)
  }
  return climb.isAtRoot ? root : undefined
}

function isPlace(index: number, size: number): boolean {
  return Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size
}
