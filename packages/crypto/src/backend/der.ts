/**
 * The DER of every key format here is a constant head before bytes of a fixed length
 * (RFC 9881 for ML-DSA-65, RFC 9935 for ML-KEM-768, RFC 8410 for the curves).
 */
const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'))

/** One algorithm's heads: SubjectPublicKeyInfo, and PKCS#8 with the seed alone. */
export interface DerRow {
  readonly spkiHead: Uint8Array
  readonly publicBytes: number
  readonly seedHead: Uint8Array
  readonly seedBytes: number
  /** PKCS#8 with seed and expanded key: its head, and what stands between the two. */
  readonly both?: { readonly head: Uint8Array; readonly middle: Uint8Array; readonly expandedBytes: number }
}

export const DER = {
  'ml-dsa-65': {
    spkiHead: hex('308207b2300b0609608648016503040312038207a100'),
    publicBytes: 1952,
    seedHead: hex('3034020100300b060960864801650304031204228020'),
    seedBytes: 32,
    both: {
      head: hex('30820ffe020100300b060960864801650304031204820fea30820fe60420'),
      middle: hex('04820fc0'),
      expandedBytes: 4032,
    },
  },
  'ml-kem-768': {
    spkiHead: hex('308204b2300b0609608648016503040402038204a100'),
    publicBytes: 1184,
    seedHead: hex('3054020100300b060960864801650304040204428040'),
    seedBytes: 64,
    both: {
      head: hex('308209be020100300b0609608648016503040402048209aa308209a60440'),
      middle: hex('04820960'),
      expandedBytes: 2400,
    },
  },
  ed25519: {
    spkiHead: hex('302a300506032b6570032100'),
    publicBytes: 32,
    seedHead: hex('302e020100300506032b657004220420'),
    seedBytes: 32,
  },
  x25519: {
    spkiHead: hex('302a300506032b656e032100'),
    publicBytes: 32,
    seedHead: hex('302e020100300506032b656e04220420'),
    seedBytes: 32,
  },
} as const satisfies Record<string, DerRow>

/** The algorithms a single private or public key can be of. */
export type KeyAlgorithm = keyof typeof DER
