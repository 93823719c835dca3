/**
 * Writes the vectors beside it: `node test/vectors/generate.ts`. Signatures are hedged, so every run gives other bytes;
 * run it only when a format changes. Keys come from fixed seeds and time stands still.
 */
import { writeFile } from 'node:fs/promises'
import {
  buildSignedManifest,
  chooseBackend,
  encodePermit,
  KeyPair,
  permitText,
  PqTokenSigner,
  SecureChannel,
  type KeySeeds,
} from '@kvlar/crypto'

const nowMs = 1_800_000_000_000
const nowSeconds = nowMs / 1000
const now = () => nowMs
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const filled = (length: number, byte: number): Uint8Array => new Uint8Array(length).fill(byte)
const seedsOf = (byte: number): KeySeeds => ({
  mlDsa65: filled(32, byte),
  ed25519: filled(32, byte + 1),
  mlKem768: filled(64, byte + 2),
  x25519: filled(32, byte + 3),
})
const hexSeeds = (seeds: KeySeeds) => ({
  ml_dsa_65: hex(seeds.mlDsa65),
  ed25519: hex(seeds.ed25519),
  ml_kem_768: hex(seeds.mlKem768),
  x25519: hex(seeds.x25519),
})
const life = { createdAt: nowSeconds, expiresAt: null }
const pairOf = (byte: number) => KeyPair.fromSeeds(seedsOf(byte), life, { now })
const write = (name: string, value: unknown) =>
  writeFile(new URL(`${name}.json`, import.meta.url), `${JSON.stringify(value, null, 1)}\n`)

const [issuer, stranger, root] = [await pairOf(1), await pairOf(20), await pairOf(40)]
const backends = [await chooseBackend('native'), await chooseBackend('noble')]

await write(
  'primitives',
  await Promise.all(
    backends.map(async (backend, index) => {
      const seeds = seedsOf(60 + index)
      const [dsa, kem] = [
        backend.mlDsa65.openPrivate(seeds.mlDsa65),
        backend.mlKem768.openPrivate(seeds.mlKem768),
      ]
      const [ed, x] = [backend.ed25519.openPrivate(seeds.ed25519), backend.x25519.openPrivate(seeds.x25519)]
      const [message, context] = [filled(100, 9), Buffer.from('kvlar/permit/v1')]
      const { ciphertext, secret } = backend.mlKem768.encapsulate(kem.publicKey)
      const foreign = filled(1088, 5)
      return {
        made_by: backend.mlDsa65.provider,
        seeds: hexSeeds(seeds),
        message: hex(message),
        context: hex(context),
        ml_dsa_65: { public_key: hex(dsa.publicKey), signature: hex(await dsa.sign(message, context)) },
        ed25519: { public_key: hex(ed.publicKey), signature: hex(ed.sign(message)) },
        ml_kem_768: {
          public_key: hex(kem.publicKey),
          ciphertext: hex(ciphertext),
          secret: hex(secret),
          foreign_ciphertext: hex(foreign),
          foreign_secret: hex(kem.decapsulate(foreign)),
        },
        x25519: {
          public_key: hex(x.publicKey),
          peer: hex(ed.publicKey),
          secret: hex(x.agree(ed.publicKey) ?? filled(0, 0)),
        },
      }
    }),
  ),
)

const call = { action: 'issue_refund', audience: 'payments', parameters: { amount: 500, order: 'ORD-1' } }
const request = {
  ...call,
  principal: 'agent-alice',
  target: 'orders/ORD-1',
  session: 'sess-1',
  decisionId: 'd-1',
}
const signer = PqTokenSigner.fromKeypairHybrid(issuer, { now })
const alone = await signer.issue({ ...request, policyDigest: `sha256:${'ab'.repeat(32)}` })
const batch = await Promise.all(
  [0, 1, 2, 3, 4].map((n) => signer.issue({ ...request, session: `sess-${n}` })),
)
const long = await signer.issue({ ...request, action: 'x'.repeat(65) })
const pqOnly = await PqTokenSigner.fromKeypairPqOnly(issuer, { now }).issue(request)
const foreign = await PqTokenSigner.fromKeypairHybrid(stranger, { now }).issue(request)
const earlier = await PqTokenSigner.fromKeypairHybrid(issuer, { now: () => nowMs - 60_000 }).issue(request)
const swapped = permitText({ token: alone.token, signature: batch[0]?.signature ?? filled(0, 0) })
await write('permits', {
  now: nowSeconds,
  bundle: issuer.publicKeys(),
  body_of_the_first: hex(encodePermit(alone.token)),
  cases: [
    { title: 'a permit issued alone', text: alone.text, call, outcome: 'accepted' },
    ...batch.map(({ text }, index) => ({
      title: `permit ${index} of a batch of five`,
      text,
      call,
      outcome: 'accepted',
    })),
    {
      title: 'an action over 64 bytes',
      text: long.text,
      call: { ...call, action: 'x'.repeat(65) },
      outcome: 'accepted',
    },
    {
      title: 'another amount',
      text: alone.text,
      call: { ...call, parameters: { amount: 501 } },
      outcome: 'PERMIT_WRONG_PARAMETERS',
    },
    {
      title: 'another action',
      text: alone.text,
      call: { ...call, action: 'read_order' },
      outcome: 'PERMIT_WRONG_ACTION',
    },
    {
      title: 'another audience',
      text: alone.text,
      call: { ...call, audience: 'ledger' },
      outcome: 'PERMIT_WRONG_AUDIENCE',
    },
    { title: 'PQ-only where hybrid is expected', text: pqOnly.text, call, outcome: 'AlgorithmMismatch' },
    { title: 'a key that is not in the directory', text: foreign.text, call, outcome: 'NotFound' },
    { title: 'a permit of a minute ago', text: earlier.text, call, outcome: 'PERMIT_EXPIRED' },
    { title: 'the signature of another batch', text: swapped, call, outcome: 'SignatureInvalid' },
    { title: 'padding at the end', text: `${alone.text}=`, call, outcome: 'PERMIT_MALFORMED' },
  ],
})

const toIssuer = new SecureChannel(stranger, issuer.publicKeys(), { now })
const data = Buffer.from('hello bob')
const sealed = await toIssuer.sendSigned(data, 'greet', 'c-1')
const unsigned = await toIssuer.sendData(data)
await write('channel', {
  now_ms: nowMs,
  recipient: { seeds: hexSeeds(seedsOf(1)), created_at: nowSeconds, expires_at: null },
  sender: stranger.publicKeys(),
  data: hex(data),
  cases: [
    { title: 'a signed message', sealed, context: 'greet', outcome: 'accepted' },
    { title: 'another context', sealed, context: 'pay', outcome: 'CHANNEL_WRONG_CONTEXT' },
    {
      title: 'an unsigned message where a signed one is needed',
      sealed: unsigned,
      context: '',
      outcome: 'CHANNEL_NOT_SIGNED',
    },
    {
      title: 'a message cut short',
      sealed: sealed.slice(0, 1000),
      context: 'greet',
      outcome: 'CHANNEL_MALFORMED',
    },
    {
      title: 'a changed message',
      sealed: sealed.replace(/.{4}$/, 'AAAA'),
      context: 'greet',
      outcome: 'CHANNEL_TAMPERED',
    },
  ],
})

const terms = { sequence: 7, issuedAt: nowSeconds, expiresAt: nowSeconds + 3600 }
const manifest = await buildSignedManifest(root.signer(), [issuer.publicKeys()], terms)
await write('manifests', {
  now: nowSeconds,
  root: root.publicKeys(),
  cases: [
    { title: 'a manifest of the root', text: manifest, outcome: 'accepted' },
    {
      title: 'a manifest of somebody else',
      text: await buildSignedManifest(stranger.signer(), [issuer.publicKeys()], terms),
      outcome: 'RootSignatureInvalid',
    },
    {
      title: 'another sequence number',
      text: manifest.replace('\\"sequence\\":7', '\\"sequence\\":8'),
      outcome: 'RootSignatureInvalid',
    },
    {
      title: 'a PQ-only signature',
      text: await buildSignedManifest(root.signer('ml-dsa-65'), [issuer.publicKeys()], terms),
      outcome: 'RootSignatureInvalid',
    },
    {
      title: 'a manifest that has expired',
      text: await buildSignedManifest(root.signer(), [], { ...terms, issuedAt: 1, expiresAt: nowSeconds }),
      outcome: 'BackendUnavailable',
    },
  ],
})
