import { createHash } from 'node:crypto'
import {
  consistencyProof,
  EMPTY_ROOT,
  Frontier,
  inclusionProof,
  isConsistent,
  leafHash,
  rootFromInclusion,
} from '@kvlar/audit'
import { describe, expect, test } from 'vitest'

const hex = (bytes: Uint8Array | undefined) =>
  bytes === undefined ? 'none' : Buffer.from(bytes).toString('hex')
const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()

/** The tree straight from the text of RFC 6962 section 2.1, over data instead of hashes. */
function referenceRoot(data: readonly Uint8Array[]): Uint8Array {
  if (data.length === 0) return sha256()
  if (data.length === 1) return sha256(Uint8Array.of(0), data[0] as Uint8Array)
  const split = 2 ** (Math.ceil(Math.log2(data.length)) - 1)
  return sha256(Uint8Array.of(1), referenceRoot(data.slice(0, split)), referenceRoot(data.slice(split)))
}

const SIZE_MAX = 40
const data = Array.from({ length: SIZE_MAX }, (_, index) => Buffer.from(`entry ${index}`))
const hashes = data.map((one) => leafHash(one))
const leaves = (index: number) => hashes[index] as Uint8Array
const rootOf = (size: number) => referenceRoot(data.slice(0, size))
const sizes = Array.from({ length: SIZE_MAX }, (_, index) => index + 1)

describe('the Merkle tree of RFC 6962', () => {
  test('a tree without leaves has the root of nothing', () => {
    expect(hex(new Frontier().root())).toBe(hex(EMPTY_ROOT))
    expect(hex(EMPTY_ROOT)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })

  test('the frontier gives the root of the standard at every size', () => {
    const frontier = new Frontier()
    for (const size of sizes) {
      frontier.append(leaves(size - 1))
      expect(frontier.size).toBe(size)
      expect(hex(frontier.root())).toBe(hex(rootOf(size)))
    }
  })

  test('every leaf of every tree is provably included, at its own index only', () => {
    for (const size of sizes) {
      const root = hex(rootOf(size))
      for (let index = 0; index < size; index++) {
        const proof = inclusionProof(leaves, index, size)
        expect(hex(rootFromInclusion({ leaf: leaves(index), index, size, proof }))).toBe(root)
        const elsewhere = (index + 1) % size
        if (elsewhere !== index)
          expect(hex(rootFromInclusion({ leaf: leaves(index), index: elsewhere, size, proof }))).not.toBe(
            root,
          )
      }
    }
  })

  test('an inclusion proof with a hash changed, dropped or added leads elsewhere', () => {
    const size = 13
    const root = hex(rootOf(size))
    for (let index = 0; index < size; index++) {
      const proof = inclusionProof(leaves, index, size)
      const changed = proof.map((hash, at) => (at === 0 ? leafHash(hash) : hash))
      for (const forged of [changed, proof.slice(1), [...proof, EMPTY_ROOT], []]) {
        expect(hex(rootFromInclusion({ leaf: leaves(index), index, size, proof: forged }))).not.toBe(root)
      }
    }
  })

  test('every earlier tree is provably the beginning of every later one', () => {
    for (const to of sizes) {
      for (let from = 1; from <= to; from++) {
        const proof = consistencyProof(leaves, from, to)
        const claim = { from: { size: from, root: rootOf(from) }, to: { size: to, root: rootOf(to) }, proof }
        expect(isConsistent(claim)).toBe(true)
        expect(isConsistent({ ...claim, from: { size: from, root: EMPTY_ROOT } })).toBe(false)
        expect(isConsistent({ ...claim, to: { size: to, root: EMPTY_ROOT } })).toBe(false)
      }
    }
  })

  test('a consistency proof does not cover a tree whose past was changed', () => {
    const rewritten = data.map((one, index) => (index === 2 ? Buffer.from('forged') : one))
    for (let to = 4; to <= SIZE_MAX; to++) {
      const forged = rewritten.slice(0, to).map((one) => leafHash(one))
      const proof = consistencyProof((index) => forged[index] as Uint8Array, 3, to)
      const root = referenceRoot(rewritten.slice(0, to))
      expect(isConsistent({ from: { size: 3, root: rootOf(3) }, to: { size: to, root }, proof })).toBe(false)
    }
  })

  test('sizes and indexes that are not whole numbers in range prove nothing', () => {
    for (const [index, size] of [
      [1, 1],
      [-1, 4],
      [0, 0],
      [0.5, 4],
      [Number.NaN, 4],
    ] as const) {
      expect(rootFromInclusion({ leaf: leaves(0), index, size, proof: [] })).toBeUndefined()
    }
    const tree = { size: 4, root: rootOf(4) }
    expect(isConsistent({ from: { size: 0, root: EMPTY_ROOT }, to: tree, proof: [] })).toBe(false)
    expect(isConsistent({ from: { size: 5, root: rootOf(5) }, to: tree, proof: [] })).toBe(false)
  })
})
