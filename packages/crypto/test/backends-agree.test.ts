import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chooseBackend } from '@kvlar/crypto'

test('noble and OpenSSL agree on every verdict: random keys, messages and damaged signatures', async () => {
  const [native, noble] = [await chooseBackend('native'), await chooseBackend('noble')]
  const seed = fc.uint8Array({ minLength: 32, maxLength: 32 })
  const damage = fc.option(fc.tuple(fc.nat(3308), fc.nat(7)), { nil: undefined })
  await fc.assert(
    fc.asyncProperty(
      seed,
      fc.uint8Array({ maxLength: 300 }),
      fc.uint8Array({ minLength: 1, maxLength: 255 }),
      damage,
      async (bytes, message, context, hit) => {
        const [mine, theirs] = [native.mlDsa65.openPrivate(bytes), noble.mlDsa65.openPrivate(bytes)]
        expect(new Uint8Array(mine.publicKey)).toEqual(new Uint8Array(theirs.publicKey))
        for (const key of [mine, theirs]) {
          const signature = await key.sign(message, context)
          if (hit !== undefined) signature[hit[0]]! ^= 1 << hit[1]
          const verdicts = await Promise.all(
            [native, noble].map((backend) =>
              backend.mlDsa65.openPublic(key.publicKey).verify(message, context, signature),
            ),
          )
          expect(verdicts).toEqual([hit === undefined, hit === undefined])
        }
        const [ed, edToo] = [native.ed25519.openPrivate(bytes), noble.ed25519.openPrivate(bytes)]
        expect(ed.sign(message)).toEqual(new Uint8Array(edToo.sign(message)))
        const [x, xToo] = [native.x25519.openPrivate(bytes), noble.x25519.openPrivate(bytes)]
        expect(x.agree(ed.publicKey)).toEqual(xToo.agree(ed.publicKey))
        const kem = new Uint8Array([...bytes, ...bytes])
        const [k, kToo] = [native.mlKem768.openPrivate(kem), noble.mlKem768.openPrivate(kem)]
        for (const [maker, opener] of [
          [native, kToo],
          [noble, k],
        ] as const) {
          const { ciphertext, secret } = maker.mlKem768.encapsulate(k.publicKey)
          expect(new Uint8Array(opener.decapsulate(ciphertext))).toEqual(new Uint8Array(secret))
          if (hit !== undefined) ciphertext[hit[0] % 1088]! ^= 1 << hit[1]
          expect(new Uint8Array(k.decapsulate(ciphertext))).toEqual(
            new Uint8Array(kToo.decapsulate(ciphertext)),
          )
        }
      },
    ),
    { numRuns: 40 },
  )
})
