import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  chooseBackend,
  DirectoryTokenVerifier,
  encodePermit,
  createMemoryDirectory,
  createMemoryReplayStore,
  KeyPair,
  openSignedManifest,
  parsePermitText,
  PublicKeyBundle,
  SecureChannel,
  type ExpectedCall,
} from '@kvlar/crypto'
import { outcome } from './support/outcome.ts'

// The vectors are JSON of our own making; the shapes here are what `vectors/generate.ts` writes.
const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`vectors/${name}.json`, import.meta.url), 'utf8'))
const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'))

interface Seeds {
  readonly ml_dsa_65: string
  readonly ed25519: string
  readonly ml_kem_768: string
  readonly x25519: string
}
interface Primitives {
  readonly made_by: string
  readonly seeds: Seeds
  readonly message: string
  readonly context: string
  readonly ml_dsa_65: { readonly public_key: string; readonly signature: string }
  readonly ed25519: { readonly public_key: string; readonly signature: string }
  readonly ml_kem_768: Readonly<
    Record<'public_key' | 'ciphertext' | 'secret' | 'foreign_ciphertext' | 'foreign_secret', string>
  >
  readonly x25519: { readonly public_key: string; readonly peer: string; readonly secret: string }
}
interface Case {
  readonly title: string
  readonly outcome: string
}
interface Permits {
  readonly now: number
  readonly bundle: unknown
  readonly body_of_the_first: string
  readonly cases: readonly (Case & { readonly text: string; readonly call: ExpectedCall })[]
}
interface Channel {
  readonly now_ms: number
  readonly recipient: { readonly seeds: Seeds; readonly created_at: number; readonly expires_at: null }
  readonly sender: unknown
  readonly data: string
  readonly cases: readonly (Case & { readonly sealed: string; readonly context: string })[]
}
interface Manifests {
  readonly now: number
  readonly root: unknown
  readonly cases: readonly (Case & { readonly text: string })[]
}

const permits = read('permits') as Permits
const channel = read('channel') as Channel
const manifests = read('manifests') as Manifests

test('there are vectors', () => {
  expect([permits, channel, manifests].map(({ cases }) => cases.length)).toEqual([15, 5, 5])
  expect((read('primitives') as Primitives[]).length).toBe(2)
})

describe.each(['native', 'noble'] as const)('on the %s backend', (choice) => {
  test.each(read('primitives') as Primitives[])('primitives made by $made_by', async (vector) => {
    const backend = await chooseBackend(choice)
    const [message, context] = [bytes(vector.message), bytes(vector.context)]
    const { ml_dsa_65: dsa, ml_kem_768: kem, ed25519: ed, x25519: x } = vector
    expect(new Uint8Array(backend.mlDsa65.openPrivate(bytes(vector.seeds.ml_dsa_65)).publicKey)).toEqual(
      bytes(dsa.public_key),
    )
    const verifier = backend.mlDsa65.openPublic(bytes(dsa.public_key))
    expect(await verifier.verify(message, context, bytes(dsa.signature))).toBe(true)
    expect(await verifier.verify(message, new Uint8Array(), bytes(dsa.signature))).toBe(false)
    expect(new Uint8Array(backend.ed25519.openPrivate(bytes(vector.seeds.ed25519)).sign(message))).toEqual(
      bytes(ed.signature),
    )
    expect(backend.ed25519.openPublic(bytes(ed.public_key)).verify(message, bytes(ed.signature))).toBe(true)
    const decapsulating = backend.mlKem768.openPrivate(bytes(vector.seeds.ml_kem_768))
    expect(new Uint8Array(decapsulating.publicKey)).toEqual(bytes(kem.public_key))
    expect(new Uint8Array(decapsulating.decapsulate(bytes(kem.ciphertext)))).toEqual(bytes(kem.secret))
    expect(new Uint8Array(decapsulating.decapsulate(bytes(kem.foreign_ciphertext)))).toEqual(
      bytes(kem.foreign_secret),
    )
    const agreeing = backend.x25519.openPrivate(bytes(vector.seeds.x25519))
    expect(new Uint8Array(agreeing.agree(bytes(x.peer)) ?? [])).toEqual(bytes(x.secret))
  })

  test.each(permits.cases)('permit: $title is $outcome', async ({ text, call, outcome: expected }) => {
    const directory = createMemoryDirectory([PublicKeyBundle.fromJson(permits.bundle)])
    const verifier = new DirectoryTokenVerifier(directory, {
      now: () => 1000 * permits.now,
      backend: await chooseBackend(choice),
    })
    expect(await outcome(verifier.redeem(text, call))).toBe(expected)
  })

  test.each(channel.cases)('channel: $title is $outcome', async ({ sealed, context, outcome: expected }) => {
    const backend = await chooseBackend(choice)
    const { seeds, created_at: createdAt, expires_at: expiresAt } = channel.recipient
    const recipient = await KeyPair.fromSeeds(
      {
        mlDsa65: bytes(seeds.ml_dsa_65),
        ed25519: bytes(seeds.ed25519),
        mlKem768: bytes(seeds.ml_kem_768),
        x25519: bytes(seeds.x25519),
      },
      { createdAt, expiresAt },
      { backend },
    )
    const receiving = new SecureChannel(recipient, PublicKeyBundle.fromJson(channel.sender), {
      backend,
      now: () => channel.now_ms,
      replayStore: createMemoryReplayStore(),
    })
    const receive = receiving
      .receiveSigned(sealed, context)
      .then((data) => expect(data).toEqual(bytes(channel.data)))
    expect(await outcome(receive)).toBe(expected)
  })

  test.each(manifests.cases)('manifest: $title is $outcome', async ({ text, outcome: expected }) => {
    const trust = {
      root: PublicKeyBundle.fromJson(manifests.root),
      nowSeconds: manifests.now,
      backend: await chooseBackend(choice),
    }
    expect(await outcome(openSignedManifest(text, trust))).toBe(expected)
  })
})

test('the body of a token has the bytes that the specification gives it', () => {
  const [first] = permits.cases
  expect(Buffer.from(encodePermit(parsePermitText(first!.text).token)).toString('hex')).toBe(
    permits.body_of_the_first,
  )
})
