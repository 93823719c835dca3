import { spawn } from 'node:child_process'
import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { KeyPair, type KeyLock } from '@kvlar/crypto'
import { KeyFolder, loadBundle, loadKeyPair, localLock, saveKeyPair } from '@kvlar/crypto/file'
import { outcome } from './support/outcome.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kvlar-keys-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const lock: KeyLock = { kind: 'key', key: new Uint8Array(32).fill(9) }
const modeOf = async (path: string) => (await stat(path)).mode & 0o777

describe('a key file', () => {
  test('is for its owner alone and gives back the same key', async () => {
    const pair = await KeyPair.generateWithExpiry(60)
    const path = join(folder, 'signing.key.json')
    await saveKeyPair(path, pair, { lock })
    expect(await modeOf(path)).toBe(0o600)
    const again = await loadKeyPair(path, lock)
    expect([again.id, again.createdAt, again.expiresAt]).toEqual([pair.id, pair.createdAt, pair.expiresAt])
    expect(await loadBundle(path)).toEqual(pair.publicKeys())
    expect(await readdir(folder)).toEqual(['signing.key.json'])
  })

  test('is never overwritten unless that is asked for', async () => {
    const [one, two] = [await KeyPair.generate(), await KeyPair.generate()]
    const path = join(folder, 'k')
    await saveKeyPair(path, one, { lock })
    expect(await outcome(saveKeyPair(path, two, { lock }))).toBe('KEY_FILE_EXISTS')
    expect((await loadKeyPair(path, lock)).id).toBe(one.id)
    await saveKeyPair(path, two, { lock, overwrite: 'replace' })
    expect((await loadKeyPair(path, lock)).id).toBe(two.id)
    expect(await readdir(folder)).toEqual(['k'])
  })

  test('is refused when others may read it, when it is a link, too long, a folder or missing', async () => {
    const path = join(folder, 'k')
    await saveKeyPair(path, await KeyPair.generate(), { lock })
    for (const mode of [0o640, 0o604, 0o660]) {
      await chmod(path, mode)
      expect(await outcome(loadKeyPair(path, lock))).toBe('KEY_FILE_PERMISSIONS')
    }
    await chmod(path, 0o600)
    await symlink(path, join(folder, 'link'))
    expect(await outcome(loadKeyPair(join(folder, 'link'), lock))).toBe('KEY_FILE_UNREADABLE')
    await writeFile(join(folder, 'long'), 'x'.repeat(70_000), { mode: 0o600 })
    expect(await outcome(loadKeyPair(join(folder, 'long'), lock))).toBe('KEY_FILE_UNREADABLE')
    expect(await outcome(loadKeyPair(folder, lock))).toBe('KEY_FILE_UNREADABLE')
    expect(await outcome(loadKeyPair(join(folder, 'none'), lock))).toBe('KEY_NOT_FOUND')
    expect(await outcome(saveKeyPair(join(folder, 'none', 'k'), await KeyPair.generate(), { lock }))).toBe(
      'KEY_FILE_UNREADABLE',
    )
  })
})

describe('a local lock', () => {
  test('is made on first use, for its owner alone, and is the same from then on', async () => {
    const path = join(folder, 'lock')
    const locks = await Promise.all([localLock(path), localLock(path), localLock(path)])
    expect(locks[1]).toEqual(locks[0])
    expect(locks[2]).toEqual(locks[0])
    expect(await localLock(path)).toEqual(locks[0])
    expect(await modeOf(path)).toBe(0o600)
    expect(await readdir(folder)).toEqual(['lock'])
  })

  test('is refused when its file is not 32 bytes in hexadecimal', async () => {
    const path = join(folder, 'lock')
    await writeFile(path, 'short\n', { mode: 0o600 })
    expect(await outcome(localLock(path))).toBe('KEY_MALFORMED')
  })
})

describe('a key folder', () => {
  test('lists its keys, oldest first, and which is current, without any secret', async () => {
    const keys = new KeyFolder(join(folder, 'keys'))
    expect(await keys.list()).toEqual([])
    const pairs = [1000, 2000, 3000].map((seconds) => KeyPair.generate({ now: () => 1000 * seconds }))
    const [one, two, three] = await Promise.all(pairs)
    await keys.add(one!, lock)
    await keys.add(three!, lock)
    await keys.rotate(two!, lock)
    expect((await keys.list()).map(({ bundle, isCurrent }) => [bundle.id, isCurrent])).toEqual([
      [one!.id, false],
      [two!.id, true],
      [three!.id, false],
    ])
    expect(await modeOf(join(folder, 'keys'))).toBe(0o700)
    const ring = await keys.ring(lock)
    expect(ring.current.id).toBe(two!.id)
    expect(ring.bundles().length).toBe(3)
  })

  test('opens a key by its id and refuses what is none', async () => {
    const keys = new KeyFolder(folder)
    const pair = await KeyPair.generate()
    await keys.add(pair, lock)
    expect((await keys.open(pair.id, lock)).id).toBe(pair.id)
    for (const id of ['0'.repeat(64), '../../etc/passwd', '', pair.id.toUpperCase()])
      expect(await outcome(keys.open(id, lock))).toBe('KEY_NOT_FOUND')
    expect(await outcome(keys.add(pair, lock))).toBe('KEY_FILE_EXISTS')
  })

  test('refuses to guess when the name of the current key is damaged or its file is gone', async () => {
    const keys = new KeyFolder(folder)
    expect(await outcome(keys.current(lock))).toBe('KEY_NOT_FOUND')
    const pair = await KeyPair.generate()
    await keys.add(pair, lock)
    await rm(join(folder, `${pair.id}.key.json`))
    expect(await outcome(keys.current(lock, () => KeyPair.generate()))).toBe('KEY_NOT_FOUND')
    await writeFile(join(folder, 'current'), 'rubbish')
    expect(await outcome(keys.current(lock, () => KeyPair.generate()))).toBe('KEY_MALFORMED')
  })

  test('gives processes that start together one and the same key', async () => {
    const script = fileURLToPath(new URL('support/current-key.ts', import.meta.url))
    const ids = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
        const chunks: Buffer[] = []
        for await (const chunk of child.stdout) chunks.push(chunk as Buffer)
        return Buffer.concat(chunks).toString('utf8')
      }),
    )
    expect(ids[0]).toMatch(/^[0-9a-f]{64}$/)
    expect(new Set(ids).size).toBe(1)
    expect((await readFile(join(folder, 'keys', 'current'), 'utf8')).trim()).toBe(ids[0])
  })
})
