import type { Signer } from '@kvlar/crypto'
import { signNote } from '../note/sign-note.ts'
import type { Anchor } from './anchor.ts'
import { ANCHOR_PREFIX, anchorText } from './anchor-text.ts'

/**
 * Signs the place where a pruned chain begins.
 * @throws as `signCheckpoint`
 */
export function signAnchor(anchor: Omit<Anchor, 'keyId' | 'suite'>, signer: Signer): Promise<string> {
  const text = anchorText({ ...anchor, keyId: signer.bundle.id, suite: signer.suite })
  const { chain, timeMs } = anchor
  return signNote({ text, name: `${ANCHOR_PREFIX}${chain}`, use: 'audit', timeMs }, signer)
}
