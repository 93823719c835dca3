import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseProofText, proofText, proveEntry, readWitness, verifyProof, witnessText } from '@kvlar/audit'
import { newestCheckpoints, proveInHome, pruneChain, verifyHome } from '@kvlar/audit/file'
import { KeyPair } from '@kvlar/crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildChain, CHAIN_ID, resultBody, sourceOf, type BuiltChain } from './chain.ts'
import { newHome } from './new-home.ts'
import { recorderFor } from './writer.ts'

let chain: BuiltChain

beforeAll(async () => {
  chain = await buildChain(23, [1, 5, 12, 21])
})

const trusted = (id: string) => (id === chain.keys.id ? chain.keys.publicKeys() : undefined)

async function proofOf(index: number): Promise<string> {
  const proof = await proveEntry(sourceOf(chain), index)
  if (proof === undefined) throw new TypeError('no proof')
  return proof
}

describe('a proof', () => {
  test('of every signed entry verifies by itself and gives back the entry', async () => {
    for (let index = 0; index < 21; index++) {
      const { entry, checkpoint } = await verifyProof(await proofOf(index), trusted)
      expect(entry.index).toBe(index)
      expect(checkpoint.head).toMatchObject({
        chain: CHAIN_ID,
        size: [1, 5, 12, 21].find((size) => size > index),
      })
    }
  })

  test('of an entry that no checkpoint covers does not exist', async () => {
    expect(await proveEntry(sourceOf(chain), 21)).toBeUndefined()
    expect(await proveEntry(sourceOf(chain), 99)).toBeUndefined()
  })

  test('for another entry, place, path, checkpoint or key is refused', async () => {
    const proof = parseProofText(await proofOf(7))
    const other = parseProofText(await proofOf(8))
    const forgeries = [
      { ...proof, line: other.line },
      { ...proof, index: 8 },
      { ...proof, path: other.path },
      { ...proof, path: proof.path.slice(1) },
      { ...proof, path: [...proof.path, ...proof.path.slice(0, 1)] },
      { ...proof, checkpoint: parseProofText(await proofOf(2)).checkpoint },
    ]
    for (const forged of forgeries)
      await expect(verifyProof(proofText(forged), trusted)).rejects.toMatchObject({
        code: 'AUDIT_CHECKPOINT_MALFORMED',
      })
    await expect(verifyProof(await proofOf(7), () => undefined)).rejects.toMatchObject({ code: 'NotFound' })
  })

  test('still exists for what is left of a pruned chain', async () => {
    const dir = newHome()
    const keys = await KeyPair.generate()
    const keysOf = (id: string) => (id === keys.id ? keys.publicKeys() : undefined)
    const recorder = await recorderFor(dir, keys, { segmentBytesMax: 2048, checkpointEntriesMax: 3 })
    for (let index = 0; index < 75; index++) await recorder.record(resultBody(index))
    const { chain: id } = await recorder.record(resultBody(75))
    await recorder.close()
    const folder = join(dir, 'chains', id)
    await pruneChain(folder, {
      signer: keys.signer(),
      keys: keysOf,
      isWanted: () => false,
      nowMs: Date.now(),
    })
    const first = Number(
      (
        readdirSync(folder)
          .filter((name) => /^\d+\.jsonl$/.test(name))
          .sort()[0] ?? ''
      ).slice(0, 16),
    )
    expect(first).toBeGreaterThan(20)
    expect(await proveInHome(dir, { chain: id, index: first - 1 })).toBeUndefined()
    expect(await proveInHome(dir, { chain: 'f'.repeat(32), index: 0 })).toBeUndefined()
    for (let index = first; index < 78; index++) {
      const { entry } = await verifyProof((await proveInHome(dir, { chain: id, index })) ?? '', keysOf)
      expect(entry.index).toBe(index)
    }
  })
})

describe('a witness file', () => {
  test('holds the newest checkpoint of every chain, and what is cut off before it is missed', async () => {
    const dir = newHome()
    const keys = await KeyPair.generate()
    const keysOf = (id: string) => (id === keys.id ? keys.publicKeys() : undefined)
    const recorder = await recorderFor(dir, keys)
    await recorder.record(resultBody(0))
    await recorder.close()
    const known = await readWitness(witnessText(await newestCheckpoints(dir)), keysOf)
    expect(known).toMatchObject([{ size: 3 }])
    expect(await verifyHome(dir, { keys: keysOf, known })).toMatchObject({ kind: 'intact', missing: [] })
    const elsewhere = newHome()
    await (await recorderFor(elsewhere, keys)).close()
    expect(await verifyHome(elsewhere, { keys: keysOf, known })).toMatchObject({
      kind: 'broken',
      missing: known,
    })
  })

  test('that is not signed by a trusted key is refused', async () => {
    const text = witnessText(chain.notes)
    expect(await readWitness(text, trusted)).toHaveLength(4)
    expect(await readWitness(chain.notes[0] ?? '', trusted)).toHaveLength(1)
    await expect(readWitness(text, () => undefined)).rejects.toMatchObject({ code: 'NotFound' })
    for (const broken of ['x', '{}\n', '1\n', text.slice(0, -1)])
      await expect(readWitness(broken, trusted)).rejects.toMatchObject({ code: 'AUDIT_CHECKPOINT_MALFORMED' })
  })
})
