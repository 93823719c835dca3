/** The y coordinates of the points of small order on edwards25519, little-endian, in their canonical form. */
const SMALL_ORDER = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
])

/**
 * Whether an Ed25519 public key has small order or is a second encoding (y not below the field prime, RFC 8032
 * section 5.1.3). Node 22 lets them verify anything, newer Nodes and noble do not; services must not disagree.
 */
export function isWeakEd25519Key(publicKey: Uint8Array): boolean {
  const y = Buffer.from(publicKey)
  y[31] = (y[31] ?? 0) & 0x7f
  const isUnreduced = y.toString('hex', 1) === `${'ff'.repeat(30)}7f` && (y[0] ?? 0) >= 0xed
  return isUnreduced || SMALL_ORDER.has(y.toString('hex'))
}
