import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { EntryBody } from '@kvlar/audit'
import { pruneChain, verifyHome } from '@kvlar/audit/file'
import { KeyPair } from '@kvlar/crypto'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { resultBody } from './chain.ts'
import { recorderFor } from './writer.ts'

let keys: KeyPair
const folders: string[] = []

beforeAll(async () => {
  keys = await KeyPair.generate()
})

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function newHome(): string {
  const dir = mkdtempSync(join(tmpdir(), 'kvlar-audit-'))
  folders.push(dir)
  return dir
}

const trusting =
  (...pairs: KeyPair[]) =>
  (id: string) =>
    pairs.find((pair) => pair.id === id)?.publicKeys()
const verify = (dir: string) => verifyHome(dir, { keys: trusting(keys) })
const prune = (chain: string) =>
  pruneChain(chain, {
    signer: keys.signer(),
    keys: trusting(keys),
    isWanted: () => false,
    nowMs: Date.now(),
  })
const chainsOf = (dir: string) => readdirSync(join(dir, 'chains')).map((chain) => join(dir, 'chains', chain))
const segmentsOf = (chain: string) =>
  readdirSync(chain)
    .filter((name) => name.endsWith('.jsonl') && name !== 'checkpoints.jsonl')
    .sort()

async function kindsOf(dir: string): Promise<string[]> {
  const kinds: string[] = []
  await verifyHome(dir, { keys: trusting(keys), onEntry: (entry) => kinds.push(entry.kind) })
  return kinds
}

describe('a recorder', () => {
  test('leaves nothing behind when nothing was recorded', async () => {
    const dir = newHome()
    const recorder = await recorderFor(dir, keys)
    await recorder.close()
    expect(readdirSync(join(dir, 'chains'))).toEqual([])
  })

  test('acknowledges entries in order, and what it wrote verifies', async () => {
    const dir = newHome()
    const recorder = await recorderFor(dir, keys)
    const places = await Promise.all(
      Array.from({ length: 600 }, (_, index) => recorder.record(resultBody(index))),
    )
    expect(places.map(({ index }) => index)).toEqual(Array.from({ length: 600 }, (_, index) => index + 1))
    await recorder.close()
    const verdict = await verify(dir)
    expect(verdict.kind).toBe('intact')
    expect(verdict.chains).toMatchObject([{ size: 602, trustworthy: 602, closed: true }])
  })

  test('goes on with the chain that the last process closed', async () => {
    const dir = newHome()
    for (let run = 0; run < 3; run++) {
      const recorder = await recorderFor(dir, keys)
      await recorder.record(resultBody(run))
      await recorder.close()
    }
    expect(chainsOf(dir)).toHaveLength(1)
    expect(await kindsOf(dir)).toEqual(['genesis', 'result', 'close', 'result', 'close', 'result', 'close'])
    expect((await verify(dir)).kind).toBe('intact')
  })

  test('gives writers at the same time a chain each, and none waits for another', async () => {
    const dir = newHome()
    const recorders = await Promise.all(Array.from({ length: 4 }, () => recorderFor(dir, keys)))
    await Promise.all(recorders.map((recorder) => recorder.record(resultBody(0))))
    expect(chainsOf(dir)).toHaveLength(4)
    await Promise.all(recorders.map((recorder) => recorder.close()))
    expect(await verify(dir)).toMatchObject({ kind: 'intact', missing: [] })
  })

  test('names the key that signs from then on when the key changes', async () => {
    const dir = newHome()
    const first = await recorderFor(dir, keys)
    await first.record(resultBody(0))
    await first.close()
    const next = await KeyPair.generate()
    const second = await recorderFor(dir, next, { keys: trusting(keys, next) })
    await second.record(resultBody(1))
    await second.close()
    const verdict = await verifyHome(dir, { keys: trusting(keys, next) })
    expect(verdict.kind).toBe('intact')
    expect(verdict.chains[0]?.keyIds).toEqual([keys.id, next.id])
    expect((await verify(dir)).chains[0]?.broken?.code).toBe('CHECKPOINT_UNTRUSTED')
  })

  test('refuses an entry that has no canonical form, and that one alone', async () => {
    const dir = newHome()
    const recorder = await recorderFor(dir, keys)
    const broken = { ...resultBody(1), latency_ms: Number.NaN } as EntryBody
    const outcome = await Promise.allSettled([
      recorder.record(resultBody(0)),
      recorder.record(broken),
      recorder.record(resultBody(2)),
    ])
    expect(outcome.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    await recorder.close()
    expect((await verify(dir)).chains[0]?.size).toBe(4)
  })

  test('refuses more than it may hold', async () => {
    const recorder = await recorderFor(newHome(), keys, { queueMax: 2 })
    const outcome = await Promise.allSettled([0, 1, 2].map((index) => recorder.record(resultBody(index))))
    expect(outcome[2]).toMatchObject({ status: 'rejected', reason: { code: 'AUDIT_OVERLOADED' } })
    await recorder.close()
    await expect(recorder.record(resultBody(3))).rejects.toMatchObject({ code: 'AUDIT_CLOSED' })
  })

  test('signs every entry before it is acknowledged when told to', async () => {
    const dir = newHome()
    const recorder = await recorderFor(dir, keys, { signing: 'every-entry' })
    for (let index = 0; index < 3; index++) {
      await recorder.record(resultBody(index))
      expect((await verify(dir)).chains[0]).toMatchObject({ kind: 'intact', trustworthy: index + 2 })
    }
    await recorder.close()
  })
})

describe('a record under attack or in trouble', () => {
  test('whose file was removed refuses the next entry, then goes on in another chain that misses the first', async () => {
    const dir = newHome()
    const recorder = await recorderFor(dir, keys)
    await recorder.record(resultBody(0))
    const [chain = ''] = chainsOf(dir)
    rmSync(join(chain, segmentsOf(chain)[0] ?? ''))
    await expect(recorder.record(resultBody(1))).rejects.toMatchObject({ name: 'AuditError' })
    await recorder.close()
  })

  test('whose file was replaced or cut is not written any more', async () => {
    const dir = newHome()
    const recorder = await recorderFor(dir, keys)
    await recorder.record(resultBody(0))
    const [chain = ''] = chainsOf(dir)
    const file = join(chain, segmentsOf(chain)[0] ?? '')
    const text = readFileSync(file)
    writeFileSync(file, text.subarray(0, text.lastIndexOf('\n', text.length - 2) + 1))
    await expect(recorder.record(resultBody(1))).rejects.toMatchObject({ code: 'AUDIT_CORRUPT' })
    expect(await recorder.record(resultBody(2))).toMatchObject({ index: 1 })
    expect(chainsOf(dir)).toHaveLength(2)
    await recorder.close()
    // The entry that was cut out is missed, although nothing was signed yet.
    const { kind, chains } = await verify(dir)
    expect(kind).toBe('broken')
    expect(chains.filter((one) => one.kind === 'broken')).toHaveLength(1)
  })

  test('keeps a torn last line beside the chain and says so in it', async () => {
    const dir = newHome()
    const first = await recorderFor(dir, keys)
    await first.record(resultBody(0))
    await first.close()
    const [chain = ''] = chainsOf(dir)
    appendFileSync(join(chain, segmentsOf(chain)[0] ?? ''), '{"torn":')
    const second = await recorderFor(dir, keys)
    await second.record(resultBody(1))
    await second.close()
    expect(readdirSync(join(chain, 'torn'))).toHaveLength(1)
    expect(readFileSync(join(chain, 'torn', readdirSync(join(chain, 'torn'))[0] ?? ''), 'utf8')).toBe(
      '{"torn":',
    )
    expect((await verify(dir)).kind).toBe('intact')
  })

  test('in which a whole chain was deleted is missed by the others', async () => {
    const dir = newHome()
    const [a, b] = [await recorderFor(dir, keys), await recorderFor(dir, keys)]
    const first = await a.record(resultBody(0))
    await b.record(resultBody(0))
    await a.close()
    await b.close()
    expect((await verify(dir)).missing).toEqual([])
    // The first to close was seen by the last checkpoint of the other.
    rmSync(join(dir, 'chains', first.chain), { recursive: true })
    expect(await verify(dir)).toMatchObject({ kind: 'broken', missing: [{ chain: first.chain }] })
  })

  test('has files that only their owner can read', async () => {
    const dir = newHome()
    const recorder = await recorderFor(dir, keys)
    await recorder.record(resultBody(0))
    await recorder.close()
    const [chain = ''] = chainsOf(dir)
    for (const name of segmentsOf(chain)) expect(statSync(join(chain, name)).mode & 0o077).toBe(0)
    expect(statSync(join(dir, 'digest.key')).mode & 0o077).toBe(0)
  })
})

describe('a long record', () => {
  test('goes on in new segments, and old ones can be pruned behind a signed anchor', async () => {
    const dir = newHome()
    const recorder = await recorderFor(dir, keys, { segmentBytesMax: 4096, checkpointEntriesMax: 8 })
    for (let index = 0; index < 120; index++) await recorder.record(resultBody(index))
    await recorder.close()
    const [chain = ''] = chainsOf(dir)
    const before = segmentsOf(chain)
    expect(before.length).toBeGreaterThan(4)
    const removed = await prune(chain)
    expect(removed.length).toBeGreaterThan(0)
    expect(segmentsOf(chain)).toHaveLength(before.length - removed.length)
    expect(await verify(dir)).toMatchObject({ kind: 'intact', chains: [{ size: 122, trustworthy: 122 }] })
    const resumed = await recorderFor(dir, keys)
    await resumed.record(resultBody(120))
    await resumed.close()
    expect(await verify(dir)).toMatchObject({ kind: 'intact', chains: [{ size: 124 }] })
    const anchor = join(chain, 'anchor.note')
    const forged = readFileSync(anchor, 'utf8').replace(
      /subtree (.)/,
      (_all, first) => `subtree ${first === 'A' ? 'B' : 'A'}`,
    )
    writeFileSync(anchor, forged)
    expect((await verify(dir)).kind).toBe('broken')
  })

  test('that does not verify is not pruned', async () => {
    const dir = newHome()
    const recorder = await recorderFor(dir, keys, { segmentBytesMax: 2048, checkpointEntriesMax: 4 })
    for (let index = 0; index < 60; index++) await recorder.record(resultBody(index))
    await recorder.close()
    const [chain = ''] = chainsOf(dir)
    const file = join(chain, segmentsOf(chain)[0] ?? '')
    writeFileSync(file, readFileSync(file, 'utf8').replace('"bytes":3', '"bytes":4'))
    await expect(prune(chain)).rejects.toMatchObject({
      code: 'AUDIT_CORRUPT',
    })
    expect(existsSync(file)).toBe(true)
  })
})

describe('a verification with a bound on what it reads', () => {
  const bytesOf = (chain: string): number =>
    segmentsOf(chain).reduce((sum, name) => sum + statSync(join(chain, name)).size, 0)

  async function twoChains(): Promise<{ dir: string; older: string; newer: string }> {
    const dir = newHome()
    const [first, second] = [await recorderFor(dir, keys), await recorderFor(dir, keys)]
    await first.record(resultBody(0))
    const [older = ''] = chainsOf(dir)
    await second.record(resultBody(0))
    const newer = chainsOf(dir).find((chain) => chain !== older) ?? ''
    await first.close()
    // Signs that it has seen the other one end.
    await second.record(resultBody(1))
    await second.close()
    const ages = new Map([
      [older, 1000],
      [newer, 2000],
    ])
    for (const [chain, seconds] of ages)
      for (const name of segmentsOf(chain)) utimesSync(join(chain, name), seconds, seconds)
    return { dir, older, newer }
  }

  test('takes whole chains, the one that was written last first, and names those that it left out', async () => {
    const { dir, older, newer } = await twoChains()
    const verdict = await verifyHome(dir, { keys: trusting(keys), bytesMax: bytesOf(newer) })
    expect(verdict.kind).toBe('intact')
    expect(verdict.chains.map(({ chain }) => chain)).toEqual([basename(newer)])
    expect(verdict.unread).toEqual([{ chain: basename(older), bytes: bytesOf(older) }])
  })

  test('leaves nothing out that fits, and all of it where no chain does, which is not an empty record', async () => {
    const { dir, older, newer } = await twoChains()
    const all = await verifyHome(dir, { keys: trusting(keys), bytesMax: bytesOf(older) + bytesOf(newer) })
    expect([all.chains.length, all.unread]).toEqual([2, []])
    const none = await verifyHome(dir, { keys: trusting(keys), bytesMax: 1 })
    expect([none.kind, none.chains.length, none.unread.length]).toEqual(['intact', 0, 2])
  })

  test('still sees that a chain is gone which another one names', async () => {
    const { dir, older, newer } = await twoChains()
    rmSync(older, { recursive: true })
    const gone = await verifyHome(dir, { keys: trusting(keys), bytesMax: bytesOf(newer) })
    expect([gone.kind, gone.missing.map(({ chain }) => chain).includes(basename(older))]).toEqual([
      'broken',
      true,
    ])
  })
})
