import { KeyPair } from '@kvlar/crypto'

const SECONDS_PER_DAY = 86_400

/** A fresh key pair, for so many days or for good. */
export function makeKey(days: number | undefined): Promise<KeyPair> {
  return days === undefined ? KeyPair.generate() : KeyPair.generateWithExpiry(days * SECONDS_PER_DAY)
}
