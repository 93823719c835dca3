import { PermitError } from '../errors/permit-error.ts'
import { LIMITS } from '../limits.ts'
import { signMessage } from '../signing/sign-message.ts'
import type { Signer } from '../signing/signer.ts'
import { buildTree } from './merkle.ts'
import { batchMessage, type PermitSignature } from './permit-signature.ts'

interface Waiting {
  readonly leaf: Uint8Array
  readonly resolve: (signature: PermitSignature) => void
  readonly reject: (error: unknown) => void
}

/**
 * Signs leaves. Whatever is asked for in the same turn of the event loop, or while a signature is being made, shares
 * the next one; alone, a leaf is signed at once. No timer is involved.
 */
export class BatchSigner {
  readonly #signer: Signer
  readonly #batchMax: number
  #waiting: Waiting[] = []
  #running = false

  constructor(signer: Signer, batchMax: number) {
    this.#signer = signer
    this.#batchMax = batchMax
  }

  /** @throws PermitError `PERMIT_OVERLOADED`; KeyError as the signer says */
  sign(leaf: Uint8Array): Promise<PermitSignature> {
    if (this.#waiting.length >= LIMITS.pendingPermitsMax)
      return Promise.reject(
        new PermitError(
          'PERMIT_OVERLOADED',
          `${LIMITS.pendingPermitsMax} permits are waiting; refusing this one`,
        ),
      )
    return new Promise((resolve, reject) => {
      this.#waiting.push({ leaf, resolve, reject })
      if (this.#running) return
      this.#running = true
      queueMicrotask(() => void this.#run())
    })
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, this.#batchMax)
      this.#waiting = this.#waiting.slice(this.#batchMax)
      await this.#signBatch(batch)
    }
    this.#running = false
  }

  async #signBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      const tree = buildTree(batch.map(({ leaf }) => leaf))
      const signature = await signMessage(this.#signer, 'permit', batchMessage(batch.length, tree.root))
      for (const [index, { resolve }] of batch.entries())
        resolve({ signature, index, treeSize: batch.length, proof: tree.proofs[index] ?? [] })
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }
}
