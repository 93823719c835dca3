import { KeyPair, SecureChannel, type SecureChannelOptions } from '@kvlar/crypto'
import { Clock } from './clock.ts'

/** Nine bytes. */
export const payload = new TextEncoder().encode('hello bob')

/** Bytes of the part of a sealed message that is in the clear. */
export const HEADER_BYTES = 1 + 32 + 32 + 1088 + 32

/** The bytes of a sealed message. */
export const unpack = (sealed: string): Uint8Array =>
  new Uint8Array(Buffer.from(sealed.slice(5), 'base64url'))

/** The text of these bytes. */
export const pack = (binary: Uint8Array): string => `kvs1.${Buffer.from(binary).toString('base64url')}`

/** Three identities, the clock of all, and the two ends of a channel from Alice to Bob. */
export async function setUp(options: SecureChannelOptions = {}) {
  const clock = new Clock()
  const [alice, bob, carol] = [
    await KeyPair.generate({ now: clock.now }),
    await KeyPair.generate({ now: clock.now }),
    await KeyPair.generate({ now: clock.now }),
  ]
  const channel = (local: KeyPair, remote: KeyPair) =>
    new SecureChannel(local, remote.publicKeys(), { now: clock.now, ...options })
  return { clock, alice, bob, carol, channel, toBob: channel(alice, bob), fromAlice: channel(bob, alice) }
}
