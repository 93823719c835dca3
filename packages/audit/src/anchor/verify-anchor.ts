import { VerificationError, type Suite } from '@kvlar/crypto'
import { parseNote } from '../note/note.ts'
import { verifyNote, type TrustedKeys } from '../note/verify-note.ts'
import type { Anchor } from './anchor.ts'
import { ANCHOR_PREFIX, parseAnchorText } from './anchor-text.ts'

/**
 * Reads an anchor note and returns it only if every signature of its suite holds under a trusted key.
 * @throws as `verifyCheckpoint`
 */
export async function verifyAnchor(source: string, keys: TrustedKeys, suite?: Suite): Promise<Anchor> {
  const note = parseNote(source)
  const anchor = parseAnchorText(note.text)
  if (suite !== undefined && anchor.suite !== suite)
    throw new VerificationError(
      'AlgorithmMismatch',
      `a \`${suite}\` anchor is expected and this one is \`${anchor.suite}\`; refusing it`,
    )
  await verifyNote(note, { ...anchor, name: `${ANCHOR_PREFIX}${anchor.chain}`, use: 'audit' }, keys)
  return anchor
}
