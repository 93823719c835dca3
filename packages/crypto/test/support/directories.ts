import { buildSignedManifest, KeyPair, type RootTrust } from '@kvlar/crypto'
import { Clock } from './clock.ts'

/** A root, two keys that it may list, and the clock of all. */
export async function setUp() {
  const clock = new Clock()
  const [root, a, b] = [
    await KeyPair.generate({ now: clock.now }),
    await KeyPair.generate({ now: clock.now }),
    await KeyPair.generate({ now: clock.now }),
  ]
  const sign = (sequence: number, pairs: KeyPair[], signer = root.signer()) =>
    buildSignedManifest(
      signer,
      pairs.map((pair) => pair.publicKeys()),
      { sequence, issuedAt: clock.seconds, expiresAt: clock.seconds + 86_400 },
    )
  const trust: RootTrust = { root: root.publicKeys(), now: clock.now }
  return { clock, root, a, b, sign, trust }
}
