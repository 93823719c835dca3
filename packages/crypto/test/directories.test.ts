import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  buildSignedManifest,
  buildUnsignedManifest,
  DirectoryTokenVerifier,
  createMemoryDirectory,
  createMemorySequenceStore,
  KeyPair,
  openSignedManifest,
  PqTokenSigner,
  VERIFICATION_ERROR_CODES,
  VerificationError,
  type RootTrust,
} from '@kvlar/crypto'
import { FileDirectory, FileSequenceStore, SignedFileDirectory } from '@kvlar/crypto/file'
import { Clock } from './support/clock.ts'
import { outcome } from './support/outcome.ts'
import { setUp } from './support/directories.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kvlar-directory-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('the seven codes are those of the guide, on one error', () => {
  expect(VERIFICATION_ERROR_CODES).toEqual([
    'NotFound',
    'BackendUnavailable',
    'RootSignatureInvalid',
    'Corrupt',
    'EnvelopeParse',
    'AlgorithmMismatch',
    'SignatureInvalid',
  ])
  const error = new VerificationError('NotFound', 'no')
  expect([error.name, error.code, error instanceof Error]).toEqual(['VerificationError', 'NotFound', true])
})

describe('a directory in memory', () => {
  test('gives what was inserted and refuses what was removed', async () => {
    const { a, b } = await setUp()
    const directory = createMemoryDirectory([a.publicKeys()])
    directory.insert(b.publicKeys())
    expect(directory.length).toBe(2)
    expect((await directory.fetch(b.id)).id).toBe(b.id)
    expect(directory.remove(b.id)).toBe(true)
    expect(directory.remove(b.id)).toBe(false)
    await directory.reload()
    expect(await outcome(directory.fetch(b.id))).toBe('NotFound')
    expect(directory.isEmpty).toBe(false)
  })
})

describe('a directory in a file', () => {
  test('gives the keys of the file, after a reload those of the new file', async () => {
    const { a, b } = await setUp()
    const path = join(folder, 'bundles.json')
    await writeFile(path, buildUnsignedManifest([a.publicKeys()]))
    const directory = await FileDirectory.open(path)
    expect((await directory.fetch(a.id)).id).toBe(a.id)
    await writeFile(path, JSON.stringify(b.publicKeys()))
    await directory.reload()
    expect(await outcome(directory.fetch(a.id))).toBe('NotFound')
    expect((await directory.fetch(b.id)).id).toBe(b.id)
  })

  test('is refused when missing or malformed, and a bad reload keeps what was known', async () => {
    const { a } = await setUp()
    const path = join(folder, 'bundles.json')
    expect(await outcome(FileDirectory.open(path))).toBe('BackendUnavailable')
    expect(await outcome(FileDirectory.open(folder))).toBe('BackendUnavailable')
    const json = a.publicKeys().toJSON()
    for (const text of [
      '',
      '{}',
      '[1]',
      '[{}]',
      JSON.stringify([{ ...json, expires_at: json.created_at + 1 }]),
    ]) {
      await writeFile(path, text)
      expect(await outcome(FileDirectory.open(path))).toBe('Corrupt')
    }
    await writeFile(path, buildUnsignedManifest([a.publicKeys()]))
    const directory = await FileDirectory.open(path)
    await writeFile(path, '[')
    expect(await outcome(directory.reload())).toBe('Corrupt')
    expect((await directory.fetch(a.id)).id).toBe(a.id)
  })
})

describe('a signed directory', () => {
  test('opens under its root and feeds a verifier', async () => {
    const { clock, a, sign, trust } = await setUp()
    const path = join(folder, 'directory.json')
    await writeFile(path, await sign(1, [a]))
    const directory = await SignedFileDirectory.open(path, trust)
    const permit = await PqTokenSigner.fromKeypairHybrid(a, { now: clock.now }).issue({
      action: 'x',
      audience: 'y',
      principal: 'z',
      parameters: {},
    })
    const verifier = new DirectoryTokenVerifier(directory, { now: clock.now })
    const call = { action: 'x', audience: 'y', parameters: {} }
    expect(await outcome(verifier.redeem(permit.text, call))).toBe('accepted')
  })

  test('is refused under another root, unsigned, PQ-only, or with any character of its payload changed', async () => {
    const { clock, root, a, b, sign } = await setUp()
    const trust = { root: root.publicKeys(), nowSeconds: clock.seconds }
    const text = await sign(1, [a])
    const refusal = (manifest: string) => outcome(openSignedManifest(manifest, trust))
    expect(await refusal(text)).toBe('accepted')
    expect(await refusal(await sign(1, [a], b.signer()))).toBe('RootSignatureInvalid')
    expect(await refusal(await sign(1, [a], root.signer('ml-dsa-65')))).toBe('RootSignatureInvalid')
    const file = JSON.parse(text) as { payload: string; signature: string }
    for (let index = 0; index < file.payload.length; index += 89) {
      const other = file.payload[index] === '1' ? '2' : '1'
      const payload = file.payload.slice(0, index) + other + file.payload.slice(index + 1)
      expect(await refusal(JSON.stringify({ ...file, payload }))).toBe('RootSignatureInvalid')
    }
    for (const signature of ['', 'AAAA', `${file.signature}A`, 7])
      expect(await refusal(JSON.stringify({ ...file, signature }))).toBe('RootSignatureInvalid')
    for (const wrong of ['', '[]', 'null', '{}', buildUnsignedManifest([a.publicKeys()])])
      expect(await refusal(wrong)).toBe('Corrupt')
    expect(await refusal(JSON.stringify({ ...file, extra: 1 }))).toBe('Corrupt')
    expect(await refusal(JSON.stringify({ ...file, version: 2 }))).toBe('Corrupt')
  })

  test('is refused when the root has expired', async () => {
    const clock = new Clock()
    const root = await KeyPair.generateWithExpiry(60, { now: clock.now })
    const terms = { sequence: 1, issuedAt: clock.seconds, expiresAt: clock.seconds + 600 }
    const text = await buildSignedManifest(root.signer(), [], terms)
    const open = () =>
      outcome(openSignedManifest(text, { root: root.publicKeys(), nowSeconds: clock.seconds }))
    expect(await open()).toBe('accepted')
    clock.passSeconds(60)
    expect(await open()).toBe('RootSignatureInvalid')
  })

  test('refuses an older manifest, two of one number, and keeps the newer keys', async () => {
    const { a, b, sign, trust } = await setUp()
    const path = join(folder, 'directory.json')
    const old = await sign(1, [a])
    await writeFile(path, await sign(2, [b]))
    const directory = await SignedFileDirectory.open(path, trust)
    await writeFile(path, old)
    expect(await outcome(directory.reload())).toBe('Corrupt')
    await writeFile(path, await sign(2, [a, b]))
    expect(await outcome(directory.reload())).toBe('Corrupt')
    await writeFile(path, await sign(2, [b]))
    expect(await outcome(directory.reload())).toBe('accepted')
    expect(await outcome(directory.fetch(a.id))).toBe('NotFound')
    expect((await directory.fetch(b.id)).id).toBe(b.id)
  })

  test('refuses an older manifest after a restart where the sequence number is kept in a file', async () => {
    const { a, b, sign, trust } = await setUp()
    const path = join(folder, 'directory.json')
    const open = () =>
      SignedFileDirectory.open(path, { ...trust, sequences: new FileSequenceStore(join(folder, 'sequence')) })
    await writeFile(path, await sign(7, [b]))
    await open()
    await writeFile(path, await sign(6, [a]))
    expect(await outcome(open())).toBe('Corrupt')
    await writeFile(join(folder, 'sequence'), 'seven')
    await writeFile(path, await sign(8, [b]))
    expect(await outcome(open())).toBe('BackendUnavailable')
    const known = { ...trust, sequences: createMemorySequenceStore(9) }
    expect(await outcome(SignedFileDirectory.open(path, known))).toBe('Corrupt')
  })

  test('keeps the newer of two manifests when the older one is slower', async () => {
    const { a, b, sign, trust } = await setUp()
    const path = join(folder, 'directory.json')
    let hold = (): void => {}
    const held = new Promise<void>((resolve) => {
      hold = resolve
    })
    let isWriting = (): void => {}
    const writing = new Promise<void>((resolve) => {
      isWriting = resolve
    })
    const memory = createMemorySequenceStore()
    const sequences = {
      read: () => memory.read(),
      write: async (sequence: number) => {
        if (sequence === 2) isWriting()
        if (sequence === 2) await held
        await memory.write(sequence)
      },
    }
    await writeFile(path, await sign(1, [a]))
    const directory = await SignedFileDirectory.open(path, { ...trust, sequences })
    await writeFile(path, await sign(2, [a]))
    const older = outcome(directory.reload())
    await writing
    await writeFile(path, await sign(3, [b]))
    const newer = outcome(directory.reload())
    await Promise.race([newer, sleep(200)])
    hold()
    await Promise.all([older, newer])
    expect((await directory.fetch(b.id)).id).toBe(b.id)
  })

  test('rejects options it does not know, so that a misspelt memory is not a missing one', async () => {
    const { a, sign, trust } = await setUp()
    const path = join(folder, 'directory.json')
    await writeFile(path, await sign(1, [a]))
    const misspelt = { ...trust, sequence: createMemorySequenceStore(9) } as RootTrust
    expect(await outcome(SignedFileDirectory.open(path, misspelt))).toBe('BackendUnavailable')
  })

  test('refuses every key once its manifest has expired', async () => {
    const { clock, root, a, sign, trust } = await setUp()
    const path = join(folder, 'directory.json')
    await writeFile(path, await sign(1, [a]))
    const directory = await SignedFileDirectory.open(path, trust)
    const lost = { root: root.publicKeys(), nowSeconds: Number.NaN }
    expect(await outcome(openSignedManifest(await sign(1, [a]), lost))).toBe('BackendUnavailable')
    clock.passSeconds(86_400)
    expect(await outcome(directory.fetch(a.id))).toBe('BackendUnavailable')
    expect(await outcome(directory.reload())).toBe('BackendUnavailable')
  })

  test('is not made with terms that make no sense', async () => {
    const { root } = await setUp()
    for (const terms of [
      { sequence: -1, issuedAt: 1, expiresAt: 2 },
      { sequence: 1, issuedAt: 2, expiresAt: 2 },
      { sequence: 1.5, issuedAt: 1, expiresAt: 2 },
    ])
      expect(await outcome(buildSignedManifest(root.signer(), [], terms))).toBe('KEY_INVALID_ARGUMENT')
  })
})
