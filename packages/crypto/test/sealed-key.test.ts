import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { KeyPair, openKeyPair, readSealedBundle, sealKeyPair, type KeyLock } from '@kvlar/crypto'
import { outcome } from './support/outcome.ts'
import { formsOf } from './support/forms-of.ts'

describe('a sealed key', () => {
  const key = new Uint8Array(32).fill(7)
  const lock: KeyLock = { kind: 'key', key }

  test('opens with its key or its passphrase and with no other', async () => {
    const pair = await KeyPair.generate()
    const byKey = await sealKeyPair(pair, lock)
    const byPhrase = await sealKeyPair(pair, { kind: 'passphrase', passphrase: 'correct horse' })
    expect((await openKeyPair(byKey, lock)).id).toBe(pair.id)
    expect((await openKeyPair(byPhrase, { kind: 'passphrase', passphrase: 'correct horse' })).id).toBe(
      pair.id,
    )
    const wrong: [string, KeyLock][] = [
      [byKey, { kind: 'key', key: new Uint8Array(32) }],
      [byKey, { kind: 'key', key: new Uint8Array(16) }],
      [byKey, { kind: 'passphrase', passphrase: 'correct horse' }],
      [byPhrase, { kind: 'passphrase', passphrase: 'correct horsf' }],
      [byPhrase, { kind: 'passphrase', passphrase: '' }],
      [byPhrase, lock],
    ]
    for (const [text, other] of wrong)
      expect(await outcome(openKeyPair(text, other))).toBe('KEY_WRONG_SECRET')
    const text = { kind: 'key', key: '7'.repeat(32) as unknown as Uint8Array } as const
    expect(await outcome(sealKeyPair(pair, text))).toBe('KEY_WRONG_SECRET')
  })

  test('shows its public half without the lock, and nothing of the secret half', async () => {
    const pair = await KeyPair.generate()
    const text = await sealKeyPair(pair, lock)
    expect(readSealedBundle(text)).toEqual(pair.publicKeys())
    for (const seed of Object.values(pair.exportSeeds()))
      for (const form of formsOf(seed)) expect(text).not.toContain(form)
  })

  test('is refused when any field is changed, and never asks for more memory than the limit', async () => {
    const pair = await KeyPair.generateWithExpiry(60)
    const file = JSON.parse(await sealKeyPair(pair, lock)) as Record<string, never>
    const other = JSON.parse(await sealKeyPair(await KeyPair.generate(), lock)) as Record<string, never>
    const phrase = JSON.parse(await sealKeyPair(pair, { kind: 'passphrase', passphrase: 'x' })) as {
      kdf: object
    }
    const changes: [object, string][] = [
      [{ bundle: other['bundle'] }, 'KEY_WRONG_SECRET'],
      [{ kdf: other['kdf'] }, 'KEY_WRONG_SECRET'],
      [{ nonce: other['nonce'] }, 'KEY_WRONG_SECRET'],
      [{ sealed: other['sealed'] }, 'KEY_WRONG_SECRET'],
      [{ version: 2 }, 'KEY_MALFORMED'],
      [{ type: 'x' }, 'KEY_MALFORMED'],
      [{ extra: 1 }, 'KEY_MALFORMED'],
      [{ kdf: { ...phrase.kdf, n: 2 ** 24 } }, 'KEY_MALFORMED'],
      [{ kdf: { ...phrase.kdf, r: 2 ** 20 } }, 'KEY_MALFORMED'],
      [{ kdf: { ...phrase.kdf, p: 2 ** 20 } }, 'KEY_MALFORMED'],
      [{ kdf: { ...phrase.kdf, n: 2 } }, 'KEY_MALFORMED'],
      [{ kdf: { ...phrase.kdf, n: 100_000 } }, 'KEY_MALFORMED'],
      [{ kdf: null }, 'KEY_MALFORMED'],
    ]
    for (const [change, code] of changes)
      expect([change, await outcome(openKeyPair(JSON.stringify({ ...file, ...change }), lock))]).toEqual([
        change,
        code,
      ])
    for (const text of ['', '{', '[]', 'null', '7'])
      expect(await outcome(openKeyPair(text, lock))).toBe('KEY_MALFORMED')
  })

  test('does not quote what is no key file, which may be the passphrase', async () => {
    const error: unknown = await openKeyPair('correct horse', lock).catch((e: unknown) => e)
    expect(error).toMatchObject({ code: 'KEY_MALFORMED' })
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('correct horse')
  })
})
