/** The signature suites, one row each. `code` is the byte that stands for the suite in every binary format. */
export const SUITES = {
  /** FIPS 204 alone. */
  'ml-dsa-65': { code: 1, hybrid: false },
  /** FIPS 204 and RFC 8032 over the same transcript; valid only if both are. */
  'ml-dsa-65+ed25519': { code: 2, hybrid: true },
} as const

export type Suite = keyof typeof SUITES

export const DEFAULT_SUITE: Suite = 'ml-dsa-65+ed25519'

/** The one key encapsulation suite (FIPS 203 and RFC 7748). */
export const KEM_SUITE = 'ml-kem-768+x25519'

/** What a signature is for. The label is the ML-DSA context and the head of every signed transcript. */
export const SIGNATURE_USES = {
  permit: 'kvlar/permit/v1',
  audit: 'kvlar/audit/v1',
  checkpoint: 'kvlar/checkpoint/v1',
  channel: 'kvlar/channel/v1',
  manifest: 'kvlar/manifest/v1',
  approval: 'kvlar/approval/v1',
} as const

export type SignatureUse = keyof typeof SIGNATURE_USES

/** Sizes in bytes (FIPS 204 table 2, FIPS 203 table 3, RFC 8032, RFC 7748). */
export const SIZES = {
  mlDsaSeed: 32,
  mlDsaPublic: 1952,
  mlDsaSignature: 3309,
  mlKemSeed: 64,
  mlKemPublic: 1184,
  mlKemCiphertext: 1088,
  ed25519Seed: 32,
  ed25519Public: 32,
  ed25519Signature: 64,
  x25519Seed: 32,
  x25519Public: 32,
  sharedSecret: 32,
  digest: 32,
} as const

/** The suite a format byte stands for; undefined when none does. */
export function suiteOfCode(code: number): Suite | undefined {
  switch (code) {
    case SUITES['ml-dsa-65'].code:
      return 'ml-dsa-65'
    case SUITES['ml-dsa-65+ed25519'].code:
      return 'ml-dsa-65+ed25519'
    default:
      return undefined
  }
}
