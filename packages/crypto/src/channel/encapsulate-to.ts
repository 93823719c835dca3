import type { Backend } from '../backend/backend.ts'
import { ChannelError } from '../errors/channel-error.ts'

/**
 * ML-KEM-768 to a peer's key.
 * @throws ChannelError `CHANNEL_WEAK_KEY` when the key fails the modulus check (FIPS 203 section 7.2)
 */
export function encapsulateTo(backend: Backend, mlKemPublic: Uint8Array) {
  try {
    return backend.mlKem768.encapsulate(mlKemPublic)
  } catch (cause) {
    throw new ChannelError('CHANNEL_WEAK_KEY', 'a peer has an ML-KEM key that is none; refusing to talk', {
      cause,
    })
  }
}
