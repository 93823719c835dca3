import { sha256 } from '../bytes/sha256.ts'

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

/** RFC 6962 section 2.1: the hash of a leaf. */
export function leafHash(data: Uint8Array): Uint8Array {
  return sha256(LEAF, data)
}

/**
 * A small RFC 6962 tree over leaf hashes: its root, and a proof for each leaf. The tree of `@kvlar/audit` is another:
 * it grows without end, keeps only its edge and proves consistency. The two share a hash and a fold, not enough for this
 * package to offer either to everyone.
 */
export interface BatchTree {
  readonly root: Uint8Array
  /** One inclusion proof per leaf, from the leaf upwards. */
  readonly proofs: readonly (readonly Uint8Array[])[]
}

/** Builds the tree level by level; a node without a sibling moves up, which gives the RFC's shape. */
export function buildTree(leaves: readonly Uint8Array[]): BatchTree {
  const proofs: Uint8Array[][] = leaves.map(() => [])
  let level = leaves.map((hash, index) => ({ hash, members: [index] }))
  while (level.length > 1) {
    const next: typeof level = []
    for (let i = 0; i < level.length; i += 2) {
      const [left, right] = [level[i], level[i + 1]]
      if (left === undefined) continue
      if (right === undefined) {
        next.push(left)
        continue
      }
      for (const member of left.members) proofs[member]?.push(right.hash)
      for (const member of right.members) proofs[member]?.push(left.hash)
      next.push({ hash: sha256(NODE, left.hash, right.hash), members: [...left.members, ...right.members] })
    }
    level = next
  }
  const [root] = level
  if (root === undefined) throw new RangeError('a tree needs a leaf')
  return { root: root.hash, proofs }
}

/** A claimed place in a tree. */
export interface Inclusion {
  readonly index: number
  readonly treeSize: number
  readonly proof: readonly Uint8Array[]
}

/** The root a proof leads to (RFC 9162 section 2.1.3.2); undefined when the proof has not the one length it may have. */
export function rootOfProof(leaf: Uint8Array, { index, treeSize, proof }: Inclusion): Uint8Array | undefined {
  if (index >= treeSize) return undefined
  let [position, last, hash] = [index, treeSize - 1, leaf]
  for (const sibling of proof) {
    if (last === 0) return undefined
    if (position % 2 === 1 || position === last) {
      hash = sha256(NODE, sibling, hash)
      while (position % 2 === 0 && position !== 0) {
        position >>>= 1
        last >>>= 1
      }
    } else hash = sha256(NODE, hash, sibling)
    position >>>= 1
    last >>>= 1
  }
  return last === 0 ? hash : undefined
}
