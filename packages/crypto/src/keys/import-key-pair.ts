import { KeyError } from '../errors/key-error.ts'
import { importPrivateJwk } from './jwk.ts'
import { KeyPair, type KeyLife } from './key-pair.ts'
import { wipeSeeds } from './key-seeds.ts'
import { importPkcs8, type ImportedSeed } from './pkcs8.ts'
import { ALGORITHMS } from './whole-key-texts.ts'

/**
 * The key pair in a text of `privatePem` or `privateJwks`, or one like it of another maker: PEM with the four PKCS#8 keys,
 * or a JWK set.
 * @param now Unix seconds at which a key is taken to be made whose text does not say so
 * @returns undefined for a text that is neither
 * @throws KeyError
 */
export async function importKeyPair(text: string, now: number): Promise<KeyPair | undefined> {
  const blocks = [...text.matchAll(PEM)].map(([, body = '']) => Buffer.from(body, 'base64'))
  if (blocks.length > 0)
    return fromSeeds(await Promise.all(blocks.map(importPkcs8)), { createdAt: now, expiresAt: null })
  const value = parseObject(text)
  if (value === undefined || !('keys' in value) || !Array.isArray(value.keys)) return undefined
  const life = {
    createdAt: secondsOf(value, 'kvlar_created_at') ?? now,
    expiresAt: secondsOf(value, 'kvlar_expires_at') ?? null,
  }
  return fromSeeds(await Promise.all(value.keys.map((jwk: unknown) => importPrivateJwk(jwk))), life)
}

const PEM = /-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END PRIVATE KEY-----/g

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

function secondsOf(value: object, name: string): number | undefined {
  const found = new Map<string, unknown>(Object.entries(value)).get(name)
  return typeof found === 'number' ? found : undefined
}

async function fromSeeds(found: readonly ImportedSeed[], life: KeyLife): Promise<KeyPair> {
  const [mlDsa65, ed25519, mlKem768, x25519] = ALGORITHMS.map((wanted) => {
    const [one, another] = found.filter(({ algorithm }) => algorithm === wanted)
    if (one === undefined || another !== undefined)
      throw new KeyError(
        'KEY_MISSING_PART',
        `a key needs exactly one \`${wanted}\` secret, and there is ${one ? 'more than one' : 'none'}`,
      )
    return one.seed
  })
  const none = new Uint8Array()
  const seeds = {
    mlDsa65: mlDsa65 ?? none,
    ed25519: ed25519 ?? none,
    mlKem768: mlKem768 ?? none,
    x25519: x25519 ?? none,
  }
  const pair = await KeyPair.fromSeeds(seeds, life)
  wipeSeeds(seeds)
  return pair
}
