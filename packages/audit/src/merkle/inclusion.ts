import { LIMITS } from '../limits.ts'
import { splitOf, subtreeRoot, type Leaves } from './subtree.ts'
import { nodeHash } from './tree-hash.ts'

/** The audit path of leaf `index` in the tree over the first `size` leaves (PATH of RFC 6962 section 2.1.1). */
export function inclusionProof(leaves: Leaves, index: number, size: number): Uint8Array[] {
  const proof: Uint8Array[] = []
  let start = 0
  let end = size
  while (end - start > 1) {
    const middle = start + splitOf(end - start)
    if (index < middle) {
      proof.push(subtreeRoot(leaves, middle, end))
      end = middle
    } else {
      proof.push(subtreeRoot(leaves, start, middle))
      start = middle
    }
  }
  return proof.reverse()
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
  let node = index
  let last = size - 1
  let root = leaf
  for (const sibling of proof) {
    if (last === 0) return undefined
    if (node % 2 === 1 || node === last) {
      root = nodeHash(sibling, root)
      // A right edge without a left sibling climbs until it has one.
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2)
        last = Math.floor(last / 2)
      }
    } else {
      root = nodeHash(root, sibling)
    }
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 ? root : undefined
}

function isPlace(index: number, size: number): boolean {
  return Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size
}
