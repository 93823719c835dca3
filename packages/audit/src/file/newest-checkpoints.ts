import { lastCheckpoint } from './checkpoint-file.ts'
import { chainDir, listChains } from './home.ts'

/**
 * The newest checkpoint note of every chain of a home, for somebody else to keep (`witnessText`). Whoever has it
 * misses what is cut off before it.
 * @throws AuditError `AUDIT_UNAVAILABLE`
 */
export async function newestCheckpoints(dir: string): Promise<string[]> {
  const notes = await Promise.all(
    (await listChains(dir)).map((chain) => lastCheckpoint(chainDir({ dir }, chain))),
  )
  return notes.filter((note) => note !== undefined)
}
