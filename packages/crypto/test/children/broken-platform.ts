/**
 * A Node whose cryptography is not what it says: prints the code that choosing a backend ends with.
 * Arguments: what is broken, and the choice.
 */
import nodeCrypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import type { BackendChoice } from '@kvlar/crypto'

const [broken = '', choice = 'auto'] = process.argv.slice(2)

const sign = nodeCrypto.sign
const WAYS: Readonly<Record<string, () => void>> = {
  /** An agreement that is the same for everybody. */
  agreement: () => void Object.assign(nodeCrypto, { diffieHellman: () => Buffer.alloc(32) }),
  /** A Node that is too old for ML-DSA. */
  'no-ml-dsa': () =>
    void Object.assign(nodeCrypto, {
      sign: (
        algorithm: null,
        message: Uint8Array,
        key: { context?: unknown },
        done?: (error: Error) => void,
      ) => {
        if (done === undefined) return sign(algorithm, message, key as never)
        return done(new Error('unsupported'))
      },
    }),
}
WAYS[broken]?.()
syncBuiltinESMExports()

const { chooseBackend, describeBackend } = await import('@kvlar/crypto')
try {
  const backend = await chooseBackend(choice as BackendChoice)
  console.log(describeBackend(backend).mlDsa65)
} catch (error) {
  console.log(Object(error).code)
}
