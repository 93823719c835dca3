import {
  AuditError,
  checkpointDigest,
  EMPTY_ROOT,
  isSignatureRefusal,
  leafHash,
  signCheckpoint,
  verifyCheckpoint,
} from '@kvlar/audit'
import { KeyPair, VerificationError, type PublicKeyBundle } from '@kvlar/crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'

const chain = '0123456789abcdef0123456789abcdef'
const other = 'fedcba9876543210fedcba9876543210'
const at = Date.UTC(2026, 10, 21, 9, 30)
const unsigned = {
  head: { chain, size: 3, root: leafHash(Buffer.from('three')) },
  timeMs: at,
  others: [{ chain: other, size: 7, root: leafHash(Buffer.from('seven')) }],
}

let keys: KeyPair
let note: string
const trusting = (...bundles: PublicKeyBundle[]) => {
  return (id: string) => bundles.find((bundle) => bundle.id === id)
}

beforeAll(async () => {
  keys = await KeyPair.generate()
  note = await signCheckpoint(unsigned, keys.signer())
})

const refusalOf = async (source: string, trusted = trusting(keys.publicKeys())) => {
  try {
    await verifyCheckpoint(source, trusted)
    return 'accepted'
  } catch (error) {
    expect(isSignatureRefusal(error)).toBe(true)
    return (error as AuditError | VerificationError).code
  }
}

describe('a checkpoint', () => {
  test('is a note that verifies under a trusted key and gives back what was signed', async () => {
    const { checkpoint, text } = await verifyCheckpoint(note, trusting(keys.publicKeys()))
    expect(checkpoint.head.size).toBe(3)
    expect(Buffer.from(checkpoint.head.root)).toEqual(Buffer.from(unsigned.head.root))
    expect(checkpoint).toMatchObject({ timeMs: at, keyId: keys.id, suite: 'ml-dsa-65+ed25519' })
    expect(checkpoint.others.map((head) => head.chain)).toEqual([other])
    expect(note.startsWith(`kvlar/audit/${chain}\n3\n`)).toBe(true)
    expect(checkpointDigest(text)).toMatch(/^[0-9a-f]{64}$/)
  })

  test('by a key that is not trusted is refused', async () => {
    expect(await refusalOf(note, trusting())).toBe('NotFound')
    const stranger = await KeyPair.generate()
    expect(await refusalOf(note, () => stranger.publicKeys())).not.toBe('accepted')
  })

  test('changed in any byte is refused', async () => {
    const bytes = Buffer.from(note)
    const places = [
      ...Array.from({ length: note.indexOf('\n\n') }, (_, index) => index),
      ...Array.from({ length: 60 }, (_, index) => bytes.length - 1 - index * 70),
    ]
    for (const place of places) {
      const forged = Buffer.from(bytes)
      forged[place] = (forged[place] ?? 0) ^ 1
      expect(await refusalOf(forged.toString('utf8'))).not.toBe('accepted')
    }
  })

  test('with a signature line stripped, doubled or from another checkpoint is refused', async () => {
    const [text = '', signed = ''] = note.split('\n\n')
    const [mlDsa = '', ed25519 = ''] = signed.split('\n')
    const foreign = await signCheckpoint({ ...unsigned, timeMs: at + 1 }, keys.signer())
    const foreignLine = foreign.split('\n\n')[1]?.split('\n')[1] ?? ''
    expect(await refusalOf(`${text}\n\n${mlDsa}\n`)).toBe('AlgorithmMismatch')
    expect(await refusalOf(`${text}\n\n${ed25519}\n`)).toBe('AlgorithmMismatch')
    expect(await refusalOf(`${text}\n\n${mlDsa}\n${ed25519}\n${ed25519}\n`)).toBe('AlgorithmMismatch')
    expect(await refusalOf(`${text}\n\n${mlDsa}\n${foreignLine}\n`)).toBe('SignatureInvalid')
  })

  test('of another suite than the one insisted on is refused', async () => {
    await expect(verifyCheckpoint(note, trusting(keys.publicKeys()), 'ml-dsa-65')).rejects.toMatchObject({
      code: 'AlgorithmMismatch',
    })
  })

  test('that is no checkpoint at all is refused with a typed error', async () => {
    for (const source of [
      '',
      '\n\n',
      'x\n\n',
      note.replace('\n3\n', '\n03\n'),
      note.replaceAll('\n', '\r\n'),
      `${note}\n`,
    ]) {
      expect(await refusalOf(source)).toBe('AUDIT_CHECKPOINT_MALFORMED')
    }
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (source) => {
        expect(await refusalOf(source)).toBe('AUDIT_CHECKPOINT_MALFORMED')
      }),
      { numRuns: 500 },
    )
  })

  test('of an empty chain names the root of nothing', async () => {
    const empty = await signCheckpoint(
      { head: { chain, size: 0, root: EMPTY_ROOT }, timeMs: at, others: [] },
      keys.signer(),
    )
    const { checkpoint } = await verifyCheckpoint(empty, trusting(keys.publicKeys()))
    expect(checkpoint.head.size).toBe(0)
  })
})
