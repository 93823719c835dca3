import { KeyError } from '../errors/key-error.ts'
import { SIZES } from '../suites.ts'
import type { Backend, BackendChoice, Provider } from './backend.ts'
import { nativeBackend } from './native.ts'
import { testEd25519, testMlDsa65, testMlKem768, testX25519 } from './self-test.ts'

const opened = new Map<BackendChoice, Promise<Backend>>()

/**
 * The primitives this process uses: native where the platform has them, noble elsewhere. Chosen and tested once per
 * choice; noble is not even loaded where it is not needed.
 * @param choice `auto` by default; `native` and `noble` force one provider for every primitive
 * @throws KeyError `KEY_BACKEND_UNAVAILABLE` when a forced provider lacks a primitive, `KEY_SELF_TEST_FAILED` when a
 * primitive gives a wrong answer
 */
export function chooseBackend(choice: BackendChoice = 'auto'): Promise<Backend> {
  const known = opened.get(choice)
  if (known !== undefined) return known
  const opening = open(choice)
  opened.set(choice, opening)
  return opening
}

/** Which provider each primitive has: for `kvlar doctor`, `--version --json` and the audit genesis. */
export function describeBackend(backend: Backend): Readonly<Record<keyof Backend, Provider>> {
  return {
    mlDsa65: backend.mlDsa65.provider,
    mlKem768: backend.mlKem768.provider,
    ed25519: backend.ed25519.provider,
    x25519: backend.x25519.provider,
  }
}

async function open(choice: BackendChoice): Promise<Backend> {
  const backend = await compose(choice)
  await testMlDsa65(backend)
  testMlKem768(backend)
  testEd25519(backend)
  testX25519(backend)
  return backend
}

async function compose(choice: BackendChoice): Promise<Backend> {
  switch (choice) {
    case 'noble':
      return loadNoble()
    case 'native':
      if (!(await hasMlDsa65()) || !hasMlKem768())
        throw new KeyError(
          'KEY_BACKEND_UNAVAILABLE',
          `Node \`${process.version}\` has no native ML-DSA-65 with contexts or ML-KEM-768; refusing \`native\``,
        )
      return nativeBackend
    case 'auto': {
      const [mlDsa, mlKem] = [await hasMlDsa65(), hasMlKem768()]
      if (mlDsa && mlKem) return nativeBackend
      const noble = await loadNoble()
      return {
        ...nativeBackend,
        mlDsa65: mlDsa ? nativeBackend.mlDsa65 : noble.mlDsa65,
        mlKem768: mlKem ? nativeBackend.mlKem768 : noble.mlKem768,
      }
    }
  }
}

async function loadNoble(): Promise<Backend> {
  return (await import('./noble.ts')).nobleBackend
}

/** Whether signing works and heeds the context: the first Node with ML-DSA ignored the option silently. */
async function hasMlDsa65(): Promise<boolean> {
  try {
    const key = nativeBackend.mlDsa65.openPrivate(new Uint8Array(SIZES.mlDsaSeed))
    const [message, context] = [Uint8Array.of(1), Uint8Array.of(2)]
    const signature = await key.sign(message, context)
    const verifier = nativeBackend.mlDsa65.openPublic(key.publicKey)
    return !(await verifier.verify(message, Uint8Array.of(3), signature))
  } catch {
    return false
  }
}

function hasMlKem768(): boolean {
  try {
    const key = nativeBackend.mlKem768.openPrivate(new Uint8Array(SIZES.mlKemSeed))
    return nativeBackend.mlKem768.encapsulate(key.publicKey).secret.length === SIZES.sharedSecret
  } catch {
    return false
  }
}
