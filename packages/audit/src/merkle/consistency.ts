import { LIMITS } from '../limits.ts'
import { Climb } from './climb.ts'
import { splitOf, subtreeRoot, type Leaves } from './subtree.ts'
import { nodeHash } from './tree-hash.ts'

/** Proves that the first `from` of `to` leaves are unchanged (PROOF of RFC 6962 section 2.1.2); `0 < from <= to`. */
export function consistencyProof(leaves: Leaves, from: number, to: number): Uint8Array[] {
  if (from === to) return []
  const proof: Uint8Array[] = []
  let start = 0
  let end = to
  // Whether the old tree is exactly the subtree in hand, whose root the verifier then already has.
  let whole = true
  while (from !== end) {
    const middle = start + splitOf(end - start)
    if (from <= middle) {
      proof.push(subtreeRoot(leaves, middle, end))
      end = middle
    } else {
      proof.push(subtreeRoot(leaves, start, middle))
      start = middle
      whole = false
    }
  }
  if (!whole) proof.push(subtreeRoot(leaves, start, end))
  return proof.reverse()
}

/** A claim that one tree is the beginning of another. */
export interface Consistency {
  readonly from: { readonly size: number; readonly root: Uint8Array }
  readonly to: { readonly size: number; readonly root: Uint8Array }
  readonly proof: readonly Uint8Array[]
}

/** Whether the older tree is the beginning of the newer one (RFC 9162 section 2.1.4.2). */
export function isConsistent({ from, to, proof }: Consistency): boolean {
  if (!Number.isSafeInteger(from.size) || !Number.isSafeInteger(to.size)) return false
  if (from.size < 1 || from.size > to.size || proof.length > LIMITS.proofHashesMax) return false
  if (from.size === to.size) return proof.length === 0 && equal(from.root, to.root)
  // When the old size is a power of two, its root is the first hash and is left out of the proof.
  const path = isPowerOfTwo(from.size) ? [from.root, ...proof] : proof
  const [first, ...rest] = path
  if (first === undefined) return false
  const climb = new Climb(from.size - 1, to.size - 1)
  climb.leaveComplete()
  let oldRoot = first
  let newRoot = first
  for (const sibling of rest) {
    const side = climb.step()
    if (side === undefined) return false
    if (side === 'left') oldRoot = nodeHash(sibling, oldRoot)
    newRoot = side === 'left' ? nodeHash(sibling, newRoot) : nodeHash(newRoot, sibling)
  }
  return climb.isAtRoot && equal(oldRoot, from.root) && equal(newRoot, to.root)
}

function isPowerOfTwo(size: number): boolean {
  return 2 ** Math.round(Math.log2(size)) === size
}

/** Roots are public; no constant time is needed. */
function equal(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}
