import { hash } from 'node:crypto'

/** Bytes of every hash of the tree. */
export const HASH_BYTES = 32

const LEAF = Uint8Array.of(0)
/** Room for one node, used again for each. */
const PAIR = new Uint8Array(1 + 2 * HASH_BYTES)
PAIR[0] = 1

/** The root of a tree without leaves: SHA-256 of nothing (RFC 6962 section 2.1). */
export const EMPTY_ROOT: Uint8Array = sha256(new Uint8Array())

/** The hash of a leaf: SHA-256(0x00 ‖ data), so that no leaf can pass for a node (RFC 6962 section 2.1). */
export function leafHash(data: Uint8Array): Uint8Array {
  return sha256(Buffer.concat([LEAF, data]))
}

/** The same of data that has its 0x00 in front already. */
export function hashLeaf(prefixed: Uint8Array): Uint8Array {
  return sha256(prefixed)
}

/** The hash of a node: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  PAIR.set(left, 1)
  PAIR.set(right, 1 + HASH_BYTES)
  return sha256(PAIR)
}

function sha256(data: Uint8Array): Uint8Array {
  return hash('sha256', data, 'buffer')
}
