import {
  importPkcs8,
  importPrivateJwk,
  KeyPair,
  openKeyPair,
  wipeSeeds,
  type ImportedSeed,
  type KeyLife,
} from '@kvlar/crypto'
import { readText } from '@kvlar/core/node'
import { UsageError } from '../failures/usage-error.ts'
import { ALGORITHMS } from './key-containers.ts'
import { readPassphrase } from './read-passphrase.ts'

/**
 * The key pair in a file: a key file, a JWK set, or PEM with the four PKCS#8 keys.
 * @throws UsageError, KeyError
 */
export async function readSecretKey(file: string, passphraseFile: string | undefined): Promise<KeyPair> {
  const read = readText(file)
  if (!read.ok) throw new UsageError(`key \`${file}\` cannot be read: ${read.why}`)
  const now = Math.floor(Date.now() / 1000)
  const blocks = [...read.text.matchAll(PEM)].map(([, body = '']) => Buffer.from(body, 'base64'))
  if (blocks.length > 0)
    return fromSeeds(await Promise.all(blocks.map(importPkcs8)), { createdAt: now, expiresAt: null })
  const value = parse(file, read.text)
  if ('keys' in value && Array.isArray(value.keys)) {
    const life = {
      createdAt: secondsOf(value, 'kvlar_created_at') ?? now,
      expiresAt: secondsOf(value, 'kvlar_expires_at') ?? null,
    }
    return fromSeeds(await Promise.all(value.keys.map((jwk: unknown) => importPrivateJwk(jwk))), life)
  }
  if (passphraseFile === undefined)
    throw new UsageError(
      'a key file is locked',
      'name the file with its passphrase: `--passphrase-file FILE`',
    )
  return openKeyPair(read.text, { kind: 'passphrase', passphrase: readPassphrase(passphraseFile) })
}

const PEM = /-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END PRIVATE KEY-----/g

function parse(file: string, text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // Whatever it is, it is none of the three.
  }
  throw new UsageError(`\`${file}\` is no key file, no JWK set and no PEM with PKCS#8 keys`)
}

function secondsOf(value: object, name: string): number | undefined {
  const found = new Map<string, unknown>(Object.entries(value)).get(name)
  return typeof found === 'number' ? found : undefined
}

async function fromSeeds(found: readonly ImportedSeed[], life: KeyLife): Promise<KeyPair> {
  const [mlDsa65, ed25519, mlKem768, x25519] = ALGORITHMS.map((wanted) => {
    const [one, another] = found.filter(({ algorithm }) => algorithm === wanted)
    if (one === undefined || another !== undefined)
      throw new UsageError(
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
