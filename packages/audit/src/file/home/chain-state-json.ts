import type { ChainState } from '../../chain/chain-end.ts'

/** The state of a chain as files carry it: hashes in base64. */
export interface ChainStateJson {
  readonly size: number
  readonly subtrees: readonly string[]
  readonly last: string | null
}

export function chainStateToJson({ size, subtrees, last }: ChainState): ChainStateJson {
  return { size, subtrees: subtrees.map(base64), last: last === undefined ? null : base64(last) }
}

/**
 * Whether the hashes are the right ones shows only against a signed root.
 * @throws TypeError on any other shape
 */
export function chainStateFromJson({ size, subtrees, last }: Readonly<Record<string, unknown>>): ChainState {
  if (!isCount(size) || !Array.isArray(subtrees) || (last !== null && typeof last !== 'string'))
    throw new TypeError('not the state of a chain')
  const hashes = subtrees.map((hash) => Buffer.from(String(hash), 'base64'))
  return { size, subtrees: hashes, ...(last === null ? {} : { last: Buffer.from(last, 'base64') }) }
}

export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
