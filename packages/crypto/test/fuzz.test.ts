import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  buildSignedManifest,
  decodePermit,
  decodeSignature,
  DirectoryTokenVerifier,
  encodePermit,
  exportPkcs8,
  exportPrivateJwk,
  exportSpki,
  importPkcs8,
  importPrivateJwk,
  importPublicJwk,
  importSpki,
  createMemoryDirectory,
  KeyPair,
  openKeyPair,
  openSignedManifest,
  parametersDigest,
  parsePermitText,
  parseUnsignedManifest,
  permitText,
  PqTokenSigner,
  PublicKeyBundle,
  sealKeyPair,
  SecureChannel,
  type PermitToken,
} from '@kvlar/crypto'
import { outcome } from './support/outcome.ts'

const RUNS = 300
const pair = await KeyPair.generate()
const other = await KeyPair.generate()
const signer = PqTokenSigner.fromKeypairHybrid(pair)
const permit = await signer.issue({ action: 'a', audience: 'b', principal: 'c', parameters: {} })
const verifier = new DirectoryTokenVerifier(createMemoryDirectory([pair.publicKeys()]))
const receiving = new SecureChannel(other, pair.publicKeys())
const sealed = await new SecureChannel(pair, other.publicKeys()).sendSigned(Uint8Array.of(1), 'x', 'y')

/** Bytes that are random, or a valid structure with a few bytes changed, cut off or added. */
const near = (valid: Uint8Array): fc.Arbitrary<Uint8Array> =>
  fc.oneof(
    fc.uint8Array({ maxLength: 4200 }),
    fc
      .record({
        edits: fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { maxLength: 4 }),
        length: fc.oneof(fc.constant(valid.length), fc.nat(valid.length)),
        tail: fc.uint8Array({ maxLength: 3 }),
      })
      .map(({ edits, length, tail }) => {
        const bytes = new Uint8Array(valid)
        for (const [index, value] of edits) bytes[index] = value
        return new Uint8Array([...bytes.slice(0, length), ...tail])
      }),
  )

const textOf = (head: string, text: string): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ unit: 'binary' }),
    near(new Uint8Array(Buffer.from(text.slice(head.length), 'base64url'))).map(
      (bytes) => head + Buffer.from(bytes).toString('base64url'),
    ),
  )

/** JSON of any shape, and valid JSON with one value anywhere replaced. */
const jsonNear = (valid: unknown): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc.jsonValue(),
    fc
      .tuple(fc.constantFrom(...Object.keys(valid as object)), fc.jsonValue())
      .map(([key, value]) => Object.assign({}, valid, { [key]: value })),
  )

const typed = /^([A-Z]+_[A-Z_]+|[A-Z][A-Za-z]+|accepted)$/

describe('whatever the input, a parser answers with a value or a typed error', () => {
  const cases: [string, fc.Arbitrary<unknown>, (input: never) => unknown][] = [
    ['signatures', near(permit.signature.slice(5)), (bytes: Uint8Array) => decodeSignature(bytes)],
    ['tokens', near(encodePermit(permit.token)), (bytes: Uint8Array) => decodePermit(bytes)],
    ['permit texts', textOf('kvp1.', permit.text), (text: string) => parsePermitText(text)],
    ['PKCS#8', near(exportPkcs8(pair, 'ml-dsa-65')), (der: Uint8Array) => importPkcs8(der)],
    ['SPKI', near(exportSpki(pair.publicKeys(), 'ed25519')), (der: Uint8Array) => importSpki(der)],
    ['private JWKs', jsonNear(exportPrivateJwk(pair, 'ed25519')), (jwk: unknown) => importPrivateJwk(jwk)],
    ['public JWKs', jsonNear(exportPrivateJwk(pair, 'ml-kem-768')), (jwk: unknown) => importPublicJwk(jwk)],
    ['bundles', jsonNear(pair.publicKeys().toJSON()), (json: unknown) => PublicKeyBundle.fromJson(json)],
    ['unsigned manifests', fc.json(), (text: string) => parseUnsignedManifest(text)],
    ['parameters', fc.anything(), (value: unknown) => parametersDigest(value)],
  ]
  test.each(cases)('%s', async (_, input, parse) => {
    await fc.assert(
      fc.asyncProperty(input, async (value) => {
        expect(await outcome(async () => parse(value as never))).toMatch(typed)
      }),
      { numRuns: RUNS },
    )
  })

  test('key files', async () => {
    const lock = { kind: 'key', key: new Uint8Array(32) } as const
    const valid: unknown = JSON.parse(await sealKeyPair(pair, lock))
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          jsonNear(valid).map((json) => JSON.stringify(json)),
        ),
        async (text) => {
          expect(await outcome(openKeyPair(text, lock))).toMatch(typed)
        },
      ),
      { numRuns: RUNS },
    )
  })

  test('signed manifests, none of which is accepted', async () => {
    const terms = { sequence: 1, issuedAt: 1, expiresAt: 9e9 }
    const valid: unknown = JSON.parse(await buildSignedManifest(pair.signer(), [], terms))
    await fc.assert(
      fc.asyncProperty(jsonNear(valid), async (json) => {
        const trust = { root: pair.publicKeys(), nowSeconds: 100 }
        expect(await outcome(openSignedManifest(JSON.stringify(json), trust))).toMatch(
          /^(RootSignatureInvalid|Corrupt)$/,
        )
      }),
      { numRuns: RUNS },
    )
  })

  test('sealed messages, none of which is accepted', async () => {
    await fc.assert(
      fc.asyncProperty(textOf('kvs1.', sealed), async (text) => {
        fc.pre(text !== sealed)
        expect(await outcome(receiving.receiveSigned(text, 'x'))).toMatch(/^CHANNEL_[A-Z_]+$/)
      }),
      { numRuns: RUNS },
    )
  })

  test('permits, none of which is accepted', async () => {
    await fc.assert(
      fc.asyncProperty(textOf('kvp1.', permit.text), async (text) => {
        fc.pre(text !== permit.text)
        const code = await outcome(verifier.redeem(text, { action: 'a', audience: 'b', parameters: {} }))
        expect(code).toMatch(/^(PERMIT_[A-Z_]+|EnvelopeParse|AlgorithmMismatch|NotFound|SignatureInvalid)$/)
      }),
      { numRuns: RUNS },
    )
  })

  test('session records, none of which is accepted', async () => {
    const [a, b] = [new SecureChannel(pair, other.publicKeys()), receiving]
    const pending = await a.initiate()
    const { reply, session } = await b.accept(pending.hello)
    const record = (await pending.finish(reply)).seal(new Uint8Array(20))
    await fc.assert(
      fc.asyncProperty(near(record), async (bytes) => {
        fc.pre(Buffer.compare(bytes, record) !== 0)
        expect(await outcome(() => session.open(bytes))).toMatch(/^CHANNEL_[A-Z_]+$/)
      }),
      { numRuns: RUNS },
    )
  })
})

describe('encodings are one to one', () => {
  const wellFormed = fc.string({ unit: 'grapheme', maxLength: 16 })
  const digest = fc
    .uint8Array({ minLength: 32, maxLength: 32 })
    .map((bytes) => Buffer.from(bytes).toString('hex'))
  const bound = fc.oneof(
    wellFormed.filter((text) => Buffer.byteLength(text) <= 64),
    digest.map((sha256) => ({ sha256 })),
  )
  const seconds = fc.maxSafeNat()
  const token: fc.Arbitrary<PermitToken> = fc.record(
    {
      tokenId: fc
        .uint8Array({ minLength: 16, maxLength: 16 })
        .map((bytes) => Buffer.from(bytes).toString('hex')),
      issuedAt: seconds,
      notBefore: seconds,
      expiresAt: seconds,
      action: bound,
      parametersDigest: digest.map((hex) => `sha256:${hex}`),
      audience: bound,
      principal: bound,
      target: bound,
      session: bound,
      decisionId: bound,
      policyDigest: digest.map((hex) => `sha256:${hex}`),
    },
    {
      requiredKeys: [
        'tokenId',
        'issuedAt',
        'notBefore',
        'expiresAt',
        'action',
        'parametersDigest',
        'audience',
        'principal',
      ],
    },
  )

  test('a token comes back as it went, and so does its text', () => {
    fc.assert(
      fc.property(token, (one) => {
        expect(decodePermit(encodePermit(one))).toEqual(one)
        const { signature } = permit
        expect(parsePermitText(permitText({ token: one, signature }))).toEqual({ token: one, signature })
      }),
      { numRuns: RUNS },
    )
  })

  test('two different tokens have different bytes', () => {
    fc.assert(
      fc.property(token, token, (one, two) => {
        const same = Buffer.compare(encodePermit(one), encodePermit(two)) === 0
        expect(same).toBe(isSame(one, two))
      }),
      { numRuns: RUNS },
    )
  })

  test('bytes that parse as a token are the bytes that token has', () => {
    fc.assert(
      fc.property(near(encodePermit(permit.token)), (bytes) => {
        let parsed: PermitToken
        try {
          parsed = decodePermit(bytes)
        } catch {
          return
        }
        expect(Buffer.compare(encodePermit(parsed), bytes)).toBe(0)
      }),
      { numRuns: RUNS },
    )
  })
})

function isSame(one: PermitToken, two: PermitToken): boolean {
  const sorted = (value: PermitToken) =>
    JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
  return sorted(one) === sorted(two)
}
