import {
  ChainEnd,
  checkpointDigest,
  encodeEntry,
  leafHash,
  parseNote,
  signCheckpoint,
  type ChainSource,
  type Entry,
  type EntryBody,
  type Head,
} from '@kvlar/audit'
import { KeyPair } from '@kvlar/crypto'

export const CHAIN_ID = 'c'.repeat(32)
export const HOME_ID = 'a'.repeat(32)

/** A chain in memory, built the way a writer builds one. */
export interface BuiltChain {
  readonly keys: KeyPair
  readonly lines: Uint8Array[]
  readonly notes: string[]
  readonly heads: Head[]
}

const startMs = Date.UTC(2026, 10, 21, 9)

export function genesis(keys: KeyPair, chain = CHAIN_ID): EntryBody {
  return {
    kind: 'genesis',
    chain,
    home: HOME_ID,
    key_id: keys.id,
    suite: 'ml-dsa-65+ed25519',
    versions: { kvlar: '0.4.0' },
    others: [],
  }
}

/** Entry bodies of every shape that the verifier treats alike. */
export function resultBody(index: number, decision = 'decision'): EntryBody {
  return { kind: 'result', decision_id: `${decision}-${index}`, result: 'ok', bytes: index, latency_ms: 1.5 }
}

/** A chain of `size` entries with a checkpoint after each of the given sizes. */
export async function buildChain(
  size: number,
  checkpointSizes: readonly number[],
  keys?: KeyPair,
  decision?: string,
): Promise<BuiltChain> {
  const pair = keys ?? (await KeyPair.generate())
  const end = new ChainEnd()
  const built: BuiltChain = { keys: pair, lines: [], notes: [], heads: [] }
  let previous: string | undefined
  for (let index = 0; index < size; index++) {
    const body = index === 0 ? genesis(pair) : resultBody(index, decision)
    built.lines.push(Buffer.from(end.link(body, startMs + index).line))
    if (!checkpointSizes.includes(index + 1)) continue
    const head = { chain: CHAIN_ID, size: end.size, root: end.root() }
    const timeMs = startMs + index
    const note = await signCheckpoint(
      { head, timeMs, others: [], ...(previous === undefined ? {} : { previous }) },
      pair.signer(),
    )
    previous = checkpointDigest(parseNote(note).text)
    built.notes.push(note)
    built.heads.push(head)
  }
  return built
}

/** What a verifier is given: the lines and notes of a built chain, or of a forgery of it. */
export function sourceOf(chain: {
  readonly lines: readonly Uint8Array[]
  readonly notes: readonly string[]
}): ChainSource {
  return { lines: chain.lines, checkpoints: chain.notes }
}

/**
 * Links lines anew, as an attacker without the key would after changing some.
 * @param start place and link of the first line; a whole chain unless told
 */
export function relink(
  lines: readonly Uint8Array[],
  start: { readonly index: number; readonly prev: string } = { index: 0, prev: 'genesis' },
): Uint8Array[] {
  let { index, prev } = start
  return lines.map((line) => {
    const entry = JSON.parse(Buffer.from(line).toString('utf8')) as Entry
    const linked = encodeEntry({ ...entry, index, prev })
    index++
    prev = Buffer.from(leafHash(linked)).toString('hex')
    return linked
  })
}
