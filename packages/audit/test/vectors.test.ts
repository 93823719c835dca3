import { readFileSync } from 'node:fs'
import {
  AuditError,
  Frontier,
  inclusionProof,
  isConsistent,
  leafHash,
  rootFromInclusion,
  verifyChain,
  verifyProof,
} from '@kvlar/audit'
import { PublicKeyBundle, VerificationError } from '@kvlar/crypto'
import { describe, expect, test } from 'vitest'

// The vectors are JSON of our own making; the shapes here are what `vectors/generate.ts` writes.
const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`vectors/${name}.json`, import.meta.url), 'utf8'))
const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'))

interface Chains {
  readonly keys: readonly unknown[]
  readonly chains: readonly {
    readonly name: string
    readonly expect: string
    readonly lines: readonly string[]
    readonly checkpoints: readonly string[]
    readonly anchor?: string
    readonly known?: readonly { readonly chain: string; readonly size: number; readonly root: string }[]
    readonly size?: number
    readonly root?: string
  }[]
}
interface Proofs {
  readonly keys: readonly unknown[]
  readonly proofs: readonly { readonly name: string; readonly expect: string; readonly text: string }[]
}
interface Merkle {
  readonly data: readonly string[]
  readonly roots: readonly string[]
  readonly inclusion: readonly {
    readonly index: number
    readonly size: number
    readonly path: readonly string[]
  }[]
  readonly consistency: readonly {
    readonly from: number
    readonly to: number
    readonly proof: readonly string[]
  }[]
}

const trusting = (keys: readonly unknown[]) => {
  const bundles = keys.map((json) => PublicKeyBundle.fromJson(json))
  return (id: string) => bundles.find((bundle) => bundle.id === id)
}

describe('the test vectors', () => {
  const chains = read('chains') as Chains
  test.each(chains.chains)('of chains: $name is $expect', async (one) => {
    const verdict = await verifyChain(
      {
        lines: one.lines.map((line) => Buffer.from(line)),
        checkpoints: one.checkpoints,
        ...(one.anchor === undefined ? {} : { anchor: one.anchor }),
      },
      {
        keys: trusting(chains.keys),
        known: (one.known ?? []).map(({ chain, size, root }) => ({
          chain,
          size,
          root: Buffer.from(root, 'base64'),
        })),
      },
    )
    expect(verdict.broken?.code ?? verdict.kind).toBe(one.expect)
    if (one.expect !== 'intact') return
    expect(verdict.size).toBe(one.size)
    expect(Buffer.from(verdict.head?.root ?? []).toString('base64')).toBe(one.root)
  })

  const proofs = read('proofs') as Proofs
  test.each(proofs.proofs)('of proofs: $name, which $expect', async ({ text, expect: expected }) => {
    const answer = await verifyProof(text, trusting(proofs.keys)).then(
      () => 'holds',
      (error: unknown) => {
        if (error instanceof AuditError || error instanceof VerificationError) return 'refused'
        throw error
      },
    )
    expect(answer).toBe(expected)
  })

  test('of the Merkle tree give the same roots and proofs', () => {
    const merkle = read('merkle') as Merkle
    const hashes = merkle.data.map((data) => leafHash(hex(data)))
    const tree = new Frontier()
    const rootOf = (size: number) => hex(merkle.roots[size] ?? '')
    for (const [size, root] of merkle.roots.entries()) {
      if (size > 0) tree.append(hashes[size - 1] ?? new Uint8Array())
      expect(Buffer.from(tree.root()).toString('hex')).toBe(root)
    }
    expect(merkle.inclusion.length * merkle.consistency.length).toBeGreaterThan(0)
    for (const { index, size, path } of merkle.inclusion) {
      const leaf = hashes[index] ?? new Uint8Array()
      const proof = inclusionProof((at) => hashes[at] ?? new Uint8Array(), index, size)
      expect(proof.map((hash) => Buffer.from(hash).toString('hex'))).toEqual(path)
      expect(rootFromInclusion({ leaf, index, size, proof: path.map(hex) })).toEqual(
        Buffer.from(rootOf(size)),
      )
    }
    for (const { from, to, proof } of merkle.consistency)
      expect(
        isConsistent({
          from: { size: from, root: rootOf(from) },
          to: { size: to, root: rootOf(to) },
          proof: proof.map(hex),
        }),
      ).toBe(true)
  })
})
