import type { JsonObject } from '@kvlar/core/json'
import {
  signMessage,
  SUITES,
  VerificationError,
  verifyMessage,
  type KeyPair,
  type PublicKeyBundle,
  type Signer,
  type Suite,
} from '@kvlar/crypto'
import { AuditError } from '../audit-error.ts'
import { GENESIS } from '../entry/entry.ts'
import { leafHash } from '../merkle/tree-hash.ts'
import type { AuditEntry } from './audit-entry.ts'
import { formatSignedLine, parseSignedLine, signedBytes, type SignedContent } from './signed-line.ts'

/** What a text of signed entries is held against. */
export interface JsonlExpectation {
  /** Insist on hybrid or PQ-only signatures; without it the mode of the first entry holds for all. */
  readonly hybrid?: boolean
  /** `headHash` as it is known from elsewhere: without it nobody can tell that entries are missing at the end. */
  readonly headHash?: string
}

/** A chain in memory: each entry is signed together with its place and the hash of the line before it. */
export class SignedAuditChain {
  readonly #signer: Signer
  readonly #keys: PublicKeyBundle
  readonly #lines: string[] = []
  #head: string = GENESIS
  #work: Promise<unknown> = Promise.resolve()

  constructor(keys: KeyPair, hybrid = true) {
    this.#signer = keys.signer(suiteOf(hybrid))
    this.#keys = keys.publicKeys()
  }

  get length(): number {
    return this.#lines.length
  }

  get isEmpty(): boolean {
    return this.#lines.length === 0
  }

  get isHybrid(): boolean {
    return SUITES[this.#signer.suite].hybrid
  }

  /** Hash of the last line in hexadecimal; `genesis` while there is none. */
  get headHash(): string {
    return this.#head
  }

  /**
   * Signs an entry and adds it; entries stand in the order of the calls.
   * @throws KeyError as the signer says; EvaluationError for what has no JSON form. The chain is then as it was
   */
  append(entry: AuditEntry): Promise<void> {
    const done = this.#work.then(async () => {
      const content: SignedContent = {
        index: this.#lines.length,
        prev: this.#head,
        // The fields are texts, each of them JSON.
        entry: entry.fields as unknown as JsonObject,
        keyId: this.#keys.id,
        suite: this.#signer.suite,
      }
      const signature = await signMessage(this.#signer, 'audit', signedBytes(content))
      const line = formatSignedLine(content, signature)
      this.#lines.push(line)
      this.#head = hashOf(line)
    })
    this.#work = done.catch(() => undefined)
    return done
  }

  /** All entries as text, one on a line. */
  exportJsonl(): string {
    return this.#lines.map((line) => `${line}\n`).join('')
  }

  /** @throws as `verifyJsonl` */
  async verify(keys: PublicKeyBundle): Promise<void> {
    await SignedAuditChain.verifyJsonl(this.exportJsonl(), keys, {
      hybrid: this.isHybrid,
      headHash: this.#head,
    })
  }

  /**
   * Returns only if every entry is signed by this key, in its place, and follows the one before it. Blank lines are
   * passed over. Errors name the index of the entry, from 0.
   * @throws AuditError `AUDIT_CHAIN_BROKEN`; `AUDIT_MODE_MISMATCH`, before any arithmetic
   */
  static async verifyJsonl(
    jsonl: string | Uint8Array,
    keys: PublicKeyBundle,
    { hybrid, headHash }: JsonlExpectation = {},
  ): Promise<void> {
    const text = typeof jsonl === 'string' ? jsonl : Buffer.from(jsonl).toString('utf8')
    const lines = text.split('\n').filter((line) => line.trim() !== '')
    const entries = lines.map((line, at) => ({ line, ...parseSignedLine(line, at) }))
    checkModes(
      entries.map(({ content }) => content.suite),
      hybrid,
    )
    let prev: string = GENESIS
    for (const [at, { line, content, signature }] of entries.entries()) {
      if (content.index !== at || content.prev !== prev)
        throw broken(at, 'does not follow from the one before it')
      try {
        const expected = { use: 'audit', suite: content.suite, bundle: keys } as const
        await verifyMessage(signature, signedBytes(content), expected)
      } catch (cause) {
        if (!(cause instanceof VerificationError)) throw cause
        if (cause.code === 'AlgorithmMismatch')
          throw mismatch(`entry ${at} has not the signatures of its mode`)
        throw broken(at, 'is not signed by this key', cause)
      }
      prev = hashOf(line)
    }
    if (headHash !== undefined && headHash !== prev)
      throw broken(lines.length, 'should not be the end: the head known from elsewhere is another')
  }
}

function checkModes(suites: readonly Suite[], hybrid: boolean | undefined): void {
  const [first] = suites
  if (first === undefined) return
  if (hybrid !== undefined && SUITES[first].hybrid !== hybrid)
    throw mismatch(`mode mismatch: a ${modeOf(hybrid)} chain is expected and this one is ${modeOf(!hybrid)}`)
  const odd = suites.findIndex((suite) => suite !== first)
  if (odd >= 0) throw mismatch(`chain mode inconsistent: entry ${odd} is signed in another mode`)
}

function modeOf(hybrid: boolean): string {
  return hybrid ? 'hybrid' : 'PQ-only'
}

function suiteOf(hybrid: boolean): Suite {
  return hybrid ? 'ml-dsa-65+ed25519' : 'ml-dsa-65'
}

function hashOf(line: string): string {
  return Buffer.from(leafHash(Buffer.from(line))).toString('hex')
}

function broken(at: number, what: string, cause?: unknown): AuditError {
  return new AuditError('AUDIT_CHAIN_BROKEN', `entry ${at} ${what}; trusting nothing from there on`, {
    cause,
  })
}

function mismatch(what: string): AuditError {
  return new AuditError('AUDIT_MODE_MISMATCH', `${what}; refusing it`)
}
