/**
 * The record of Kvlar that nobody can quietly change: entries linked by hash, leaves of a Merkle tree (RFC 6962),
 * closed by hybrid-signed checkpoints in the form of a C2SP note.
 *
 * For the proxy, which records before it forwards, and for anyone who wants to verify what was recorded.
 * The heart reads no file and no clock: `@kvlar/audit/file` keeps chains on disk.
 */
export { EMPTY_ROOT, HASH_BYTES, leafHash, nodeHash } from './merkle/tree-hash.ts'
export { Frontier } from './merkle/frontier.ts'
export { subtreeRoot, type Leaves } from './merkle/subtree.ts'
export { inclusionProof, rootFromInclusion, type Inclusion } from './merkle/inclusion.ts'
export { consistencyProof, isConsistent, type Consistency } from './merkle/consistency.ts'
export { LIMITS } from './limits.ts'
