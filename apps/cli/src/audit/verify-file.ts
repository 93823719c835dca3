import { AuditError, verifyProof } from '@kvlar/audit'
import { visibleText } from '@kvlar/core/text'
import { readText } from '@kvlar/core/node'
import { VerificationError } from '@kvlar/crypto'
import { type Trust } from '@kvlar/runtime/keys'
import { EXIT_CODES, type ExitCode } from '../failures/exit-codes.ts'
import type { Page } from '../terminal/terminal.ts'
import { UsageError } from '../failures/usage-error.ts'

/** Verifies a proof in a file of its own. @throws UsageError */
export async function verifyFile(
  path: string,
  { keys }: Trust,
  { json, out }: { readonly json: boolean; readonly out: Page },
): Promise<ExitCode> {
  const read = readText(path)
  if (!read.ok) throw new UsageError(`\`${path}\` cannot be read: ${read.why}`)
  try {
    const { entry, checkpoint } = await verifyProof(read.text, keys)
    const { head, keyId, timeMs } = checkpoint
    const signedAt = new Date(timeMs).toISOString()
    if (json) {
      out.line(
        JSON.stringify({ verdict: 'intact', chain: head.chain, entry, key_id: keyId, signed_at: signedAt }),
      )
    } else {
      out.line(`${out.tone('good', 'intact')}: entry ${entry.index} of chain ${head.chain}`)
      out.line(`  signed as of ${signedAt} by key ${keyId}`)
      out.line(`  ${visibleText(JSON.stringify(entry))}`)
    }
    return EXIT_CODES.ok
  } catch (error) {
    if (!(error instanceof AuditError || error instanceof VerificationError)) throw error
    if (json)
      out.line(JSON.stringify({ verdict: 'broken', broken: { code: error.code, message: error.message } }))
    else out.line(`${out.tone('bad', 'broken')}: ${visibleText(error.message)} (${error.code})`)
    return EXIT_CODES.recordBroken
  }
}
